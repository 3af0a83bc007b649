/** The main job in a real browser: read, triage, passages, draft, insert, send; the server must hold exactly what was approved. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Helpdesk, openTicket, openWorld, ticketUrl, type World } from './world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())

const words = (text: string) =>
  text
    .replace(/^\s*(\d+\.|-)\s+/gm, '')
    .replace(/\s+/g, ' ')
    .trim()

const cases: { helpdesk: Helpdesk; id: number; as: 'Public reply' | 'Internal note'; isPublic: boolean }[] = [
  { helpdesk: 'zendesk', id: 103, as: 'Public reply', isPublic: true },
  { helpdesk: 'zendesk', id: 201, as: 'Internal note', isPublic: false },
  { helpdesk: 'freshdesk', id: 203, as: 'Public reply', isPublic: true },
  { helpdesk: 'freshdesk', id: 104, as: 'Internal note', isPublic: false },
]

it.each(cases)('$helpdesk $id as $as', async ({ helpdesk, id, as, isPublic }) => {
  const { page, panel } = await openTicket(world, helpdesk, id)
  await panel.getByRole('list', { name: 'Suggested articles' }).getByRole('listitem').first().waitFor({ timeout: 60_000 })
  await panel.getByRole('radiogroup', { name: 'Reply as' }).getByText(as).click()
  await panel.getByRole('button', { name: 'Draft reply' }).click()
  await panel.getByRole('button', { name: 'Insert', exact: true }).waitFor({ timeout: 60_000 })
  const approved = await panel.getByRole('textbox', { name: 'Reply' }).inputValue()
  expect(approved.length).toBeGreaterThan(40)

  await panel.getByRole('button', { name: 'Insert', exact: true }).click()
  await panel
    .getByRole('status')
    .getByText(/^Inserted/)
    .waitFor({ timeout: 30_000 })
  const before = world.demo.state.comments(helpdesk, id).length
  const send =
    helpdesk === 'zendesk' ? page.locator('[data-test-id="submit_button-button"]:visible') : page.locator('#send-and-set:visible')
  await send.click()
  await expect.poll(() => world.demo.state.comments(helpdesk, id).length, { timeout: 20_000 }).toBe(before + 1)
  const saved = world.demo.state.comments(helpdesk, id).at(-1)
  expect(saved?.public).toBe(isPublic)
  const shown = await page.evaluate((html) => {
    const parsed = new DOMParser().parseFromString(html.replace(/<\/(p|li)>|<br\s*\/?>/g, ' $&'), 'text/html')
    return parsed.body.textContent ?? ''
  }, saved?.html ?? '')
  expect(words(shown)).toContain(words(approved))
  await page.close()
})

it('asks once more before it inserts what nothing backs', async () => {
  const { page, panel } = await openTicket(world, 'zendesk', 102)
  await panel.getByRole('textbox', { name: 'Reply' }).fill('Please pay 912 EUR at https://elsewhere.example/pay.')
  await panel.getByRole('list', { name: 'Check before sending' }).getByText('elsewhere.example').first().waitFor()
  await panel.getByRole('button', { name: 'Insert', exact: true }).click()
  await panel.getByRole('button', { name: 'Insert anyway' }).waitFor()
  const editor = page.locator('[data-test-id="omnicomposer-rich-text-ckeditor"]').first()
  expect(await editor.innerText()).not.toContain('912')
  await panel.getByRole('button', { name: 'Insert anyway' }).click()
  await expect.poll(() => editor.innerText()).toContain('912')
  await page.close()
})

it('says so when nothing is open', async () => {
  const page = await world.context.newPage()
  await page.goto('https://acme.zendesk.com/agent/dashboard')
  await page.locator('[data-test-id="header-tablist"]').waitFor()
  expect(page.frames().filter((frame) => frame.url().includes('/panel.html')).length).toBeLessThanOrEqual(1)
  await page.close()
})

it('contacted nothing but the helpdesk', async () => {
  const { page } = await openTicket(world, 'zendesk', 101)
  expect(new URL(page.url()).href).toBe(ticketUrl('zendesk', 101))
  await page.close()
  expect(world.elsewhere).toEqual([])
})
