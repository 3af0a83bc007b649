/** The panel moves into the browser's side panel and back; the toolbar button folds it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTicket, openWorld, type World } from './world'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())

it('moves there and back', async () => {
  const { page, panel } = await openTicket(world, 'zendesk', 101)
  const session = await world.context.newCDPSession(page)
  const sidePanels = async () =>
    (await session.send('Target.getTargets')).targetInfos.filter(
      ({ type, url }) => type !== 'iframe' && url.startsWith('chrome-extension://') && url.includes('/panel.html'),
    )
  const margin = () => page.evaluate(() => document.documentElement.style.marginRight)
  expect(await margin()).not.toBe('')
  await panel.getByRole('button', { name: 'Move to the side panel' }).click()
  await expect.poll(async () => (await sidePanels()).length).toBe(1)
  await expect.poll(margin).toBe('')

  // The same file as a page of its own, as the side panel shows it.
  const side = await world.context.newPage()
  await side.goto(`chrome-extension://${world.extensionId}/panel.html`)
  await side.getByRole('button', { name: 'Move into the page' }).click()
  await expect.poll(margin).not.toBe('')
  await page.close()
})
