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

async function killWorker(): Promise<void> {
  const page = world.context.pages()[0] ?? (await world.context.newPage())
  const session = await world.context.newCDPSession(page)
  const { targetInfos } = await session.send('Target.getTargets')
  for (const info of targetInfos) {
    if (info.type === 'service_worker' && info.url.startsWith('chrome-extension://')) {
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
    const kill = new Promise<void>((resolve) => setTimeout(() => void killWorker().then(resolve), (i * 7) % 200))
    await panel.getByRole('button', { name: 'Insert', exact: true }).click()
    await panel
      .getByRole('status')
      .getByText(/^Inserted/)
      .waitFor({ timeout: 60_000 })
    await kill
    expect((await editor.innerText()).split(text).length - 1).toBe(1)
    await editor.click()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('Delete')
  }
  await page.close()
})
