/**
 * `npm run demo`: builds the extension, serves the demo helpdesk and opens a ticket with the panel beside it. Without a
 * display it goes the same way headless, prints what it saw and saves pictures.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { openBrowser, panelOf } from './browser'
import { startDemo } from './server'

const SHOTS = 'demo-screenshots'
const headless =
  process.argv.includes('--headless') || (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)

execFileSync('npx', ['wxt', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' })
const demo = await startDemo()
const browser = await openBrowser({ port: demo.port, headless })
const page = browser.context.pages()[0] ?? (await browser.context.newPage())

if (headless) {
  mkdirSync(SHOTS, { recursive: true })
  await journey('https://acme.zendesk.com/agent/tickets/103', 'zendesk')
  await journey('https://acme.freshdesk.com/a/tickets/203', 'freshdesk-zh')
  await browser.close()
  await demo.close()
  console.log(`Pictures are in ${SHOTS}/.`)
} else {
  await page.goto('https://acme.zendesk.com/agent/tickets/103')
  console.log('A ticket is open. Freshdesk: https://acme.freshdesk.com/a/tickets/203. Close the browser to end.')
  await new Promise((resolve) => browser.context.on('close', resolve))
  await demo.close()
}

async function journey(url: string, name: string): Promise<void> {
  await page.goto(url)
  const panel = await panelOf(page)
  const triage = panel.getByRole('region', { name: 'Triage' })
  await triage
    .getByText(/^Intent:/)
    .first()
    .waitFor({ timeout: 60_000 })
  console.log(`\n${url}\n  ${await panel.getByRole('heading', { level: 1 }).innerText()}`)
  for (const item of await triage.getByRole('listitem').allInnerTexts()) console.log(`  ${item.split('\n')[0]}`)
  const articles = panel.getByRole('list', { name: 'Suggested articles' }).getByRole('link')
  await articles.first().waitFor({ timeout: 60_000 })
  for (const title of await articles.allInnerTexts()) console.log(`  article: ${title}`)
  await panel.getByRole('button', { name: 'Draft reply' }).click()
  const reply = panel.getByRole('textbox', { name: 'Reply' })
  await panel.getByRole('button', { name: 'Insert', exact: true }).waitFor({ timeout: 60_000 })
  console.log(`  draft:\n${(await reply.inputValue()).replace(/^/gm, '    ')}`)
  await page.screenshot({ path: `${SHOTS}/${name}.png` })
  await panel.getByRole('button', { name: 'Insert', exact: true }).click()
  await panel
    .getByRole('status')
    .getByText(/Inserted|已插入/)
    .waitFor({ timeout: 30_000 })
  console.log('  inserted into the helpdesk’s editor')
  await page.screenshot({ path: `${SHOTS}/${name}-inserted.png` })
}
