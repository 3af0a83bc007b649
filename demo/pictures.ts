/** `npm run pictures`: every surface in every state a person meets, into `demo-screenshots/`; those of the README into `docs/pictures/`. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import type { Frame, Page } from 'playwright-core'
import { openBrowser, panelOf } from './browser'
import { startDemo } from './server'

const SHOTS = 'demo-screenshots'
const DOCS = 'docs/pictures'
const IN_DOCS = ['zendesk', 'freshdesk-zh-dark', 'alert', 'settings-privacy']

execFileSync('npx', ['wxt', 'build'], { stdio: 'inherit', shell: process.platform === 'win32' })
for (const folder of [SHOTS, DOCS]) mkdirSync(folder, { recursive: true })
const demo = await startDemo()
const { context, extensionId, close } = await openBrowser({ port: demo.port })

const optionsUrl = (page = '') => `chrome-extension://${extensionId}/options.html#${page}`
const shot = (page: Page, name: string) => page.screenshot({ path: `${SHOTS}/${name}.png` })

async function open(url: string): Promise<{ page: Page; panel: Frame }> {
  const page = await context.newPage()
  await page.goto(url)
  const panel = await panelOf(page)
  await panel.locator('[data-head="intent"], .status.failed').first().waitFor({ timeout: 60_000 })
  return { page, panel }
}
const indexed = (panel: Frame) => panel.locator('.knowledge > button').waitFor({ timeout: 240_000 })
const draft = async (panel: Frame) => {
  await panel.locator('.draft button.primary').click()
  await panel.locator('.draft .buttons.main button').nth(2).waitFor({ timeout: 60_000 })
}
const dark = (page: Page) => page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'))

{
  const { page, panel } = await open('https://acme.zendesk.com/agent/tickets/103')
  await shot(page, 'busy')
  await indexed(panel)
  await shot(page, 'ticket')
  await draft(panel)
  await shot(page, 'zendesk')
  await dark(page)
  await panel.locator('html[data-theme="dark"]').waitFor()
  await panel.locator('.draft .buttons.main button').first().click()
  await panel.getByText(/^Inserted/).waitFor()
  await shot(page, 'inserted-dark')
  await panel.locator('main').evaluate((main) => main.scrollTo(0, 0))
  await panel.locator('[data-head="intent"] button').first().click()
  await panel.locator('.why mark').first().waitFor({ timeout: 60_000 })
  await panel.locator('[data-head="emotion"] button').nth(1).click()
  await shot(page, 'why-and-correct-dark')
  await panel.locator('h1').click()
  await page.keyboard.press('?')
  await shot(page, 'shortcuts-dark')
  await page.close()
}
{
  const { page, panel } = await open('https://acme.zendesk.com/agent/tickets/106')
  await shot(page, 'alert')
  await panel.getByRole('searchbox').fill('How long does a refund take?')
  await panel.getByRole('searchbox').press('Enter')
  await panel.locator('.answer p').waitFor()
  await shot(page, 'answer')
  await panel.getByRole('textbox').fill('We will refund 900 EUR today, see https://elsewhere.example/refund.')
  await panel.locator('.checks').waitFor()
  await panel.locator('.draft button.primary').click()
  await shot(page, 'checks')
  await page.setViewportSize({ width: 820, height: 900 })
  await panel.locator('.resizer').focus()
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight')
  await panel.locator('main').evaluate((main) => main.scrollTo(0, 0))
  await shot(page, 'narrow')
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft')
  await page.setViewportSize({ width: 1440, height: 900 })
  await panel.locator('.tool').last().click()
  await panel.locator('.pill').waitFor()
  await shot(page, 'pill-alert')
  await panel.locator('.pill').click()
  await page.close()
}
{
  demo.state.setSignedOut(true)
  const { page } = await open('https://acme.zendesk.com/agent/tickets/104')
  await shot(page, 'error')
  demo.state.setSignedOut(false)
  await page.close()
}
for (const name of ['general', 'knowledge', 'models', 'privacy', 'about']) {
  const page = await context.newPage()
  await page.goto(optionsUrl(name))
  await page.locator('main, section').first().waitFor()
  await shot(page, `settings-${name}`)
  await page.close()
}
{
  const page = await context.newPage()
  await page.goto(optionsUrl())
  await page.locator('select').first().selectOption('zh-CN')
  await page.locator('html[lang="zh-CN"]').waitFor()
  await page.emulateMedia({ colorScheme: 'dark' })
  await shot(page, 'settings-zh-dark')
  await page.close()
}
{
  const { page, panel } = await open('https://acme.freshdesk.com/a/tickets/203')
  await indexed(panel)
  await page.evaluate(() => {
    document.documentElement.style.colorScheme = 'dark'
    document.body.style.background = '#16202a'
    document.body.style.color = '#dde3e7'
    document.documentElement.classList.add('dark')
  })
  await panel.locator('html[data-theme="dark"]').waitFor()
  await draft(panel)
  await shot(page, 'freshdesk-zh-dark')
  await page.close()
}
await close()
await demo.close()
for (const name of IN_DOCS) copyFileSync(`${SHOTS}/${name}.png`, `${DOCS}/${name}.png`)
console.log(`Pictures are in ${SHOTS}/ and ${DOCS}/.`)
