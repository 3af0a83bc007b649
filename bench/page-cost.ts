/** What the helpdesk's page pays: bytes and main-thread time of the content script, against an extension whose script is empty. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openBrowser } from '../demo/browser'
import { startDemo } from '../demo/server'
import { percentile, type Report } from './report'

const BUILT = '.output/chrome-mv3'
const LOADS = 15
const WATCHED_MS = 8_000
const LIMIT_BYTES = 12_288
const LIMIT_MS = 4

export async function pageCost(report: Report): Promise<void> {
  for (const file of readdirSync(join(BUILT, 'content-scripts'))) {
    report({
      figure: `content script ${file}, gzip`,
      value: gzipSync(readFileSync(join(BUILT, 'content-scripts', file)), { level: 9 }).length,
      unit: 'bytes',
      peer: LIMIT_BYTES,
    })
  }
  const empty = mkdtempSync(join(tmpdir(), 'overdesk-empty-'))
  cpSync(BUILT, empty, { recursive: true })
  for (const file of readdirSync(join(empty, 'content-scripts')))
    writeFileSync(join(empty, 'content-scripts', file), '(function(){})()')
  const demo = await startDemo()
  try {
    const ours = await measure(demo.port, BUILT)
    const theirs = await measure(demo.port, empty)
    report({
      figure: 'cold start of the content script over an empty one (median of page loads)',
      value: (ours.start - theirs.start) * 1000,
      unit: 'ms',
      peer: LIMIT_MS,
    })
    report({
      figure: `page’s main thread while a ticket is read and written in for ${WATCHED_MS / 1000} s`,
      value: ours.work * 1000,
      unit: 'ms',
      peer: theirs.work * 1000,
    })
  } finally {
    await demo.close()
    rmSync(empty, { recursive: true, force: true })
  }
}

async function measure(port: number, extension: string): Promise<{ start: number; work: number }> {
  const browser = await openBrowser({ port, extension })
  const page = await browser.context.newPage()
  const session = await browser.context.newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const taskSeconds = async () =>
    (await session.send('Performance.getMetrics')).metrics.find((each) => each.name === 'TaskDuration')?.value ?? 0
  const starts: number[] = []
  for (let load = 0; load < LOADS; load++) {
    await page.goto('about:blank')
    const before = await taskSeconds()
    await page.goto('https://acme.zendesk.com/agent/dashboard')
    await page.waitForTimeout(600)
    starts.push((await taskSeconds()) - before)
  }
  await page.goto('https://acme.zendesk.com/agent/tickets/103')
  const editor = page.locator('[data-test-id="omnicomposer-rich-text-ckeditor"]:visible')
  await editor.waitFor()
  await page.waitForTimeout(4_000)
  const before = await taskSeconds()
  const until = Date.now() + WATCHED_MS
  await editor.click()
  await page.keyboard.type('The quick answer to your question is in our help centre. '.repeat(2), { delay: 40 })
  await page.waitForTimeout(Math.max(0, until - Date.now()))
  const work = (await taskSeconds()) - before
  await browser.close()
  return { start: percentile(starts, 0.5), work }
}
