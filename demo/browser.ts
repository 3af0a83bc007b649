/** A browser with the built extension, in which the demo's host names lead to this machine and nothing else answers. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type BrowserContext, chromium, type Frame, type Page } from 'playwright-core'
import { findChromium } from './find-chromium'

export interface DemoBrowser {
  context: BrowserContext
  extensionId: string
  close(): Promise<void>
}

export interface DemoBrowserOptions {
  /** Port of the demo helpdesk on loopback. */
  port: number
  /** Port that every other host is led to; the discard port refuses them. */
  elsewherePort?: number
  headless?: boolean
  locale?: string
  args?: string[]
  /** Folder of the built extension. */
  extension?: string
}

/** Starts a fresh profile. Closing removes it. */
export async function openBrowser(options: DemoBrowserOptions): Promise<DemoBrowser> {
  const { port, elsewherePort = 9, headless = true, locale = 'en-US', args = [] } = options
  const extension = resolve(options.extension ?? '.output/chrome-mv3')
  const profile = mkdtempSync(join(tmpdir(), 'overdesk-profile-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: false,
    ignoreHTTPSErrors: true,
    viewport: headless ? { width: 1440, height: 900 } : null,
    locale,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      ...(headless ? ['--headless=new'] : []),
      '--no-sandbox',
      `--lang=${locale}`,
      `--load-extension=${extension}`,
      `--disable-extensions-except=${extension}`,
      `--host-resolver-rules=MAP *.zendesk.com 127.0.0.1:${port}, MAP *.freshdesk.com 127.0.0.1:${port}, MAP * 127.0.0.1:${elsewherePort}, EXCLUDE 127.0.0.1`,
      '--ignore-certificate-errors',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  })
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 30_000 }))
  return {
    context,
    extensionId: new URL(worker.url()).host,
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** The panel's frame in a helpdesk page, once it is there. */
export async function panelOf(page: Page, timeoutMs = 20_000): Promise<Frame> {
  const find = () => page.frames().find((frame) => frame.url().includes('/panel.html'))
  const found = find()
  if (found) return found
  await page.waitForEvent('framenavigated', { predicate: () => find() !== undefined, timeout: timeoutMs })
  return find() as Frame
}
