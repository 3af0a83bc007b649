/** A page that fades, covers or moves the panel gets no insertion out of it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTicket, openWorld, type World } from './world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())

it.each([
  ['faded', "document.querySelector('overdesk-panel').style.setProperty('opacity', '0.02', 'important')"],
  [
    'covered',
    "document.documentElement.append(Object.assign(document.createElement('div'), { style: 'position:fixed;inset:0;z-index:2147483647;background:#fff;pointer-events:none' }))",
  ],
  ['turned', "document.querySelector('overdesk-panel').style.setProperty('transform', 'rotate(1deg)', 'important')"],
])('%s', async (_, attack) => {
  const { page, panel } = await openTicket(world, 'zendesk', 101)
  await panel.getByRole('textbox', { name: 'Reply' }).fill('Approved by nobody.')
  await page.evaluate(attack)
  const insert = panel.getByRole('button', { name: 'Insert', exact: true })
  const refused = panel.getByRole('status').getByText('fully visible')
  await expect
    .poll(async () => {
      await insert.click({ force: true })
      return refused.isVisible()
    })
    .toBe(true)
  const editor = page.locator('[data-test-id="omnicomposer-rich-text-ckeditor"]').first()
  const before = await editor.innerText()
  await panel.getByRole('textbox', { name: 'Reply' }).press('ControlOrMeta+Enter')
  await insert.click({ force: true })
  await refused.waitFor()
  expect(await editor.innerText()).toBe(before)
  await page.close()
})
