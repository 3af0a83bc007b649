/** The service worker is killed over and over during inserts: nothing is lost and nothing is written twice. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTicket, openWorld, type World } from './world'

/** The full figure (200) comes from `npm run bench -- kills`; the suite runs a part of it on every change. */
const KILLS = Number(process.env.OVERDESK_KILLS ?? 20)

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())

/** Ends the background, or the engine's page, as the browser does when it needs the memory. */
async function end(what: 'service_worker' | 'background_page'): Promise<void> {
  const page = world.context.pages()[0] ?? (await world.context.newPage())
  const session = await world.context.newCDPSession(page)
  const { targetInfos } = await session.send('Target.getTargets')
  for (const info of targetInfos) {
    const engine = info.url.endsWith('/offscreen.html')
    if (info.url.startsWith('chrome-extension://') && (what === 'background_page' ? engine : info.type === what)) {
      await session.send('Target.closeTarget', { targetId: info.targetId }).catch(() => undefined)
    }
  }
  await session.detach()
}

it(`${KILLS} kills during insert`, async () => {
  const { page, panel } = await openTicket(world, 'zendesk', 102)
  const reply = panel.getByRole('textbox', { name: 'Reply' })
  const editor = page.locator('[data-test-id="omnicomposer-rich-text-ckeditor"]:visible')
  for (let i = 0; i < KILLS; i++) {
    const text = `Line number ${i} of this reply.`
    await reply.fill(text)
    const killed = new Promise<void>((resolve) => setTimeout(() => void end('service_worker').then(resolve), (i * 7) % 200))
    await panel.getByRole('button', { name: 'Insert', exact: true }).click()
    await panel
      .getByRole('status')
      .getByText(/^Inserted/)
      .waitFor({ timeout: 60_000 })
    await killed
    expect((await editor.innerText()).split(text).length - 1).toBe(1)
    await editor.click()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('Delete')
  }
  await page.close()
})

it(`${KILLS} kills during sync, and the engine with it every fourth time`, async () => {
  const { page, panel } = await openTicket(world, 'zendesk', 103)
  const ready = () => panel.getByRole('button', { name: 'Sync now' }).waitFor({ timeout: 240_000 })
  await ready()
  await panel.getByRole('button', { name: 'Sync now' }).click()
  for (let i = 0; i < KILLS; i++) {
    await end('service_worker')
    if (i % 4 === 3) {
      await end('background_page')
      await panel.getByRole('textbox', { name: 'Reply' }).fill(`Zeppelin ${i} leaves Copenhagen every second morning.`)
      await panel.getByRole('list', { name: 'Check before sending' }).waitFor({ timeout: 60_000 })
      await panel.getByRole('textbox', { name: 'Reply' }).fill('')
    }
    if (await panel.getByRole('button', { name: 'Try again' }).isVisible())
      await panel.getByRole('button', { name: 'Try again' }).click()
  }
  await ready()
  const options = await world.context.newPage()
  await options.goto(`chrome-extension://${world.extensionId}/options.html#knowledge`)
  const articles = [...world.demo.state.desks.zendesk.articles.values()].filter((each) => each.html !== '').length
  const row = options.getByRole('row', { name: /acme\.zendesk\.com/ })
  await expect.poll(() => row.getByRole('cell').nth(1).innerText()).toBe(String(articles))
  await options.close()
  await page.close()
})
