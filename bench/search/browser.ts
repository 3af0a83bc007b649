/** A Chromium with a profile of its own around one page with one engine, and what the operating system says of its cost. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import { chromium, type Page } from 'playwright-core'
import { findChromium } from '../../demo/find-chromium'
import { buildKernel } from '../../lib/knowledge/kernel/build'

export interface Tab {
  page: Page
  /** CPU milliseconds of the page's process so far, all threads; null where Linux's /proc is not there. */
  cpu(): number | null
  /** Bytes of memory of the page's process after a collection, less those of the empty page. */
  memory(): Promise<number | null>
  close(): Promise<void>
}

/** Serves the bundled page on loopback. */
export async function servePage(): Promise<{ url: string; close(): void }> {
  await buildKernel()
  const bundle = await build({
    entryPoints: ['bench/search/page/main.ts'],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    minify: true,
    external: ['module', 'fs', 'path', 'crypto'],
    logLevel: 'error',
  })
  const script = bundle.outputFiles[0]?.contents ?? new Uint8Array()
  const files: Record<string, [string, Uint8Array | string]> = {
    '/': ['text/html', '<!doctype html><title>bench</title><script type="module" src="/main.js"></script>'],
    '/main.js': ['text/javascript', script],
    '/kernel.wasm': ['application/wasm', readFileSync('lib/knowledge/kernel/kernel.wasm')],
  }
  const server: Server = createServer((request, response) => {
    const file = files[request.url ?? '']
    response.writeHead(file ? 200 : 404, { 'content-type': file?.[0] ?? 'text/plain' })
    response.end(file?.[1] ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() }
}

export async function openTab(url: string, profile: string): Promise<Tab> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    args: ['--no-sandbox', '--js-flags=--max-old-space-size=8000'],
  })
  const page = context.pages()[0] ?? (await context.newPage())
  page.setDefaultTimeout(0)
  await page.goto(url)
  await page.waitForFunction(() => window.bench !== undefined)
  const browser = await context.browser()?.newBrowserCDPSession()
  const session = await context.newCDPSession(page)
  const pid = await rendererOf(page, browser ?? session)
  const resident = async () => {
    await session.send('HeapProfiler.collectGarbage')
    return residentBytes(pid)
  }
  const empty = await resident()
  return {
    page,
    cpu: () => cpuMs(pid),
    async memory() {
      const now = await resident()
      return now === null || empty === null ? null : now - empty
    },
    close: () => context.close(),
  }
}

type Processes = { processInfo: { type: string; id: number; cpuTime: number }[] }

/** The renderer that works when the page does; others are spare. */
async function rendererOf(
  page: Page,
  session: { send(method: 'SystemInfo.getProcessInfo'): Promise<Processes> },
): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const ids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  const busy = () =>
    page.evaluate(() => {
      for (const until = performance.now() + 300; performance.now() < until; );
    })
  // The first round is for the spare ones to have started.
  await busy()
  const before = ids.map((id) => cpuMs(id) ?? 0)
  await busy()
  const worked = ids.map((id, at) => ({ id, ms: (cpuMs(id) ?? 0) - (before[at] as number) }))
  return worked.sort((a, b) => b.ms - a.ms)[0]?.id ?? 0
}

function cpuMs(pid: number): number | null {
  const tasks = `/proc/${pid}/task`
  if (!existsSync(tasks)) return null
  let nanoseconds = 0
  for (const task of readdirSync(tasks)) nanoseconds += Number(readFileSync(join(tasks, task, 'schedstat'), 'utf8').split(' ')[0])
  return nanoseconds / 1e6
}

function residentBytes(pid: number): number | null {
  const status = `/proc/${pid}/status`
  if (!existsSync(status)) return null
  return Number(/RssAnon:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) * 1024
}

/** Bytes that the profile's databases take on disk. */
export function storedBytes(profile: string): number {
  const folder = join(profile, 'Default', 'IndexedDB')
  if (!existsSync(folder)) return 0
  return Number(execFileSync('du', ['-sb', folder], { encoding: 'utf8' }).split('\t')[0])
}
