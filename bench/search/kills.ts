/**
 * `npm run bench -- index-kills [--kills 500]`: the page that changes the index is killed in the middle of it (its process, and
 * every tenth time the whole browser), opened again, and what is searchable is compared with what is stored.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../demo/find-chromium'
import { option } from '../options'
import type { Report } from '../report'
import { servePage } from './browser'
import { random } from './generate'

interface Acknowledged {
  changes: number
  /** Version of the last change of articles that the page said was durable. */
  newest: number
  last: number
}

const WHOLE_BROWSER = 10
/** A kill comes this many milliseconds after the changes began, at most. */
const LATEST_MS = 250

export async function indexKills(report: Report): Promise<void> {
  const kills = Number(option('kills') ?? 500)
  const server = await servePage()
  const profile = mkdtempSync(join(tmpdir(), 'overdesk-kills-'))
  const next = random(1)
  const said: Acknowledged = { changes: 0, newest: 0, last: 0 }
  let inconsistent = 0
  let lost = 0
  let context = await launch(profile, said)
  try {
    for (let kill = 1; kill <= kills; kill++) {
      const page = await fresh(context, server.url)
      void page.evaluate(([seed, from]) => window.bench.churn(seed, from), [kill, said.last + 2] as const).catch(() => undefined)
      const before = said.changes
      await waitFor(() => said.changes > before + Math.floor(next() * 4), next() * LATEST_MS)
      if (kill % WHOLE_BROWSER === 0) {
        await killBrowser(context)
        context = await launch(profile, said)
      } else await killPage(page)
      const opened = await (await fresh(context, server.url)).evaluate(() => window.bench.openKilled())
      if (opened.wrong.length > 0) {
        inconsistent++
        console.error(`kill ${kill}: ${opened.wrong.slice(0, 3).join('; ')}`)
      }
      if (opened.newest < said.newest) lost++
      if (kill % 50 === 0) console.error(`${kill} kills, ${said.changes} changes`)
    }
  } finally {
    await context.close().catch(() => undefined)
    server.close()
    rmSync(profile, { recursive: true, force: true })
  }
  report({ figure: `inconsistent opens after ${kills} kills during ${said.changes} changes`, value: inconsistent, unit: 'opens' })
  report({ figure: `opens that lacked a change said to be durable, of ${kills}`, value: lost, unit: 'opens' })
}

async function launch(profile: string, said: Acknowledged): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    args: ['--no-sandbox'],
  })
  await context.exposeFunction('acknowledge', (version: number, articles: boolean) => {
    said.changes++
    said.last = Math.max(said.last, version)
    if (articles) said.newest = Math.max(said.newest, version)
  })
  return context
}

/** A page in a process of its own; the one before is gone. */
async function fresh(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  for (const other of context.pages()) if (other !== page) await other.close()
  await page.goto(url)
  await page.waitForFunction(() => window.bench !== undefined)
  return page
}

/** At least the wanted changes, then some milliseconds into the next. */
async function waitFor(done: () => boolean, ms: number): Promise<void> {
  const turn = (wait: number) => new Promise((resolve) => setTimeout(resolve, wait))
  for (const deadline = Date.now() + 10_000; !done() && Date.now() < deadline; ) await turn(2)
  await turn(ms)
}

/** The page's process crashes at once, whatever it was writing. */
async function killPage(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash')
  const session = await page.context().newCDPSession(page)
  void session.send('Page.crash').catch(() => undefined)
  await crashed
}

async function killBrowser(context: BrowserContext): Promise<void> {
  const page = context.pages()[0] as Page
  const session = await (context.browser()?.newBrowserCDPSession() ?? context.newCDPSession(page))
  const closed = new Promise((resolve) => context.once('close', resolve))
  void session.send('Browser.crash').catch(() => undefined)
  await closed
}
