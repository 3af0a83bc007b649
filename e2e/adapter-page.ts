/** A helpdesk page with an adapter in a world of its own, as a content script has it; no extension is needed. */
import { build } from 'esbuild'
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core'
import { findChromium } from '../demo/find-chromium'
import { startDemo } from '../demo/server'
import type { HelpdeskAdapter } from '../lib/helpdesk/adapter'
import type { ActiveTicket } from '../lib/helpdesk/types'
import { type Demo, type Helpdesk, ticketUrl } from './world'

type Method = 'readTicket' | 'insert' | 'articlePage' | 'readEditor' | 'theme' | 'missing'
type Answer<M extends Method> = Awaited<ReturnType<HelpdeskAdapter[M]>>

export interface Seen {
  active: ActiveTicket | null
  reason: string
}

export interface AdapterWorld {
  demo: Demo
  browser: Browser
  open(helpdesk: Helpdesk, id: number): Promise<AdapterPage>
  close(): Promise<void>
}

export interface AdapterPage {
  page: Page
  call<M extends Method>(method: M, ...args: unknown[]): Promise<Answer<M>>
  /** Everything the watcher has reported since the page was opened. */
  seen(): Promise<Seen[]>
  /** Waits until the newest report is as wanted. */
  until(wanted: (seen: Seen) => boolean): Promise<Seen>
  close(): Promise<void>
}

/** The adapter's methods under one name each; thrown errors come back as values. */
const ENTRY = `
import { freshdesk } from './lib/helpdesk/freshdesk/adapter'
import { zendesk } from './lib/helpdesk/zendesk/adapter'
import { watchComposition } from './lib/helpdesk/insert'
const adapter = [zendesk, freshdesk].find((each) => each.matches(new URL(location.href)))
const { signal } = new AbortController()
const seen = []
adapter.watch((active, reason) => seen.push({ active, reason }), signal)
watchComposition(signal)
globalThis.overdesk = {
  seen,
  async call(method, args) {
    try {
      return { value: await adapter[method](...args, signal) }
    } catch (error) {
      return { error: { code: error.code, message: String(error.message) } }
    }
  },
}`

export async function openAdapterWorld(): Promise<AdapterWorld> {
  const [demo, bundle] = await Promise.all([
    startDemo(),
    build({
      stdin: { contents: ENTRY, resolveDir: '.', loader: 'ts' },
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2022',
    }),
  ])
  const script = bundle.outputFiles[0]?.text ?? ''
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      `--host-resolver-rules=MAP *.zendesk.com 127.0.0.1:${demo.port}, MAP *.freshdesk.com 127.0.0.1:${demo.port}, MAP * 127.0.0.1:9, EXCLUDE 127.0.0.1`,
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  })
  return {
    demo,
    browser,
    async open(helpdesk, id) {
      const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 800 } })
      return openPage(context, script, ticketUrl(helpdesk, id))
    },
    async close() {
      await browser.close()
      await demo.close()
    },
  }
}

async function openPage(context: BrowserContext, script: string, url: string): Promise<AdapterPage> {
  const page = await context.newPage()
  await page.goto(url)
  const session = await context.newCDPSession(page)
  const evaluate = await isolatedWorld(session)
  await evaluate(script)
  const seen = () => evaluate<Seen[]>('overdesk.seen')
  return {
    page,
    async call<M extends Method>(method: M, ...args: unknown[]): Promise<Answer<M>> {
      const expression = `overdesk.call(${JSON.stringify(method)}, ${JSON.stringify(args)})`
      const answer = await evaluate<{ value?: unknown; error?: { code: string; message: string } }>(expression)
      if (answer.error) throw Object.assign(new Error(answer.error.message), { code: answer.error.code })
      return answer.value as Answer<M>
    },
    seen,
    async until(wanted) {
      const end = Date.now() + 20_000
      for (;;) {
        const newest = (await seen()).at(-1)
        if (newest && wanted(newest)) return newest
        if (Date.now() > end) throw new Error(`last seen: ${JSON.stringify(newest)}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    close: () => context.close(),
  }
}

async function isolatedWorld(session: CDPSession) {
  const { frameTree } = await session.send('Page.getFrameTree')
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'overdesk',
  })
  return async <T>(expression: string): Promise<T> => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value as T
  }
}
