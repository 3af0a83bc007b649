/** Hostile strings through every way that text comes in: nothing runs, nothing is fetched, the text is shown as text. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { panelOf } from '../demo/browser'
import { hostileStrings } from './hostile-strings'
import { openTicket, openWorld, ticketUrl, type World } from './world'

/** Strings put through the browser in one run; all of them with `OVERDESK_HOSTILE=0`. */
const LIMIT = Number(process.env.OVERDESK_HOSTILE ?? 40)

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())

it('runs and fetches nothing', async () => {
  const strings = hostileStrings(LIMIT)
  const { demo } = world
  const first = strings[0] ?? ''
  for (const [at, id] of [360001013, 360001014, 360001001].entries())
    demo.state.editArticle('zendesk', id, {
      title: `Charged twice ${strings[at] ?? first}`,
      html: `<p>charged twice ${strings[at] ?? first}</p>`,
    })
  const { page } = await openTicket(world, 'zendesk', 103)
  const executed: string[] = []
  await page.exposeFunction('overdeskExecuted', (what: string) => executed.push(what))
  page.on('dialog', (dialog) => {
    executed.push(dialog.message())
    void dialog.dismiss()
  })
  let panel = await panelOf(page)
  const asked: string[] = []
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol.startsWith('http') && !host.endsWith('acme.zendesk.com')) asked.push(request.url())
  })
  for (const [at, text] of strings.entries()) {
    const id = 101 + (at % 20)
    demo.state.setTicket('zendesk', id, {
      subject: `S${at} ${text}`,
      html: `<p>H${at} refund</p>${text}`,
      requesterName: `N${at} ${text}`,
    })
    await page.goto(ticketUrl('zendesk', id))
    panel = await panelOf(page)
    await panel
      .getByRole('heading', { level: 1 })
      .filter({ hasText: `S${at}` })
      .waitFor({ timeout: 30_000 })
    await panel
      .getByRole('region', { name: 'Triage' })
      .getByText(/^Intent:/)
      .first()
      .waitFor({ timeout: 30_000 })
    const inside = await panel.evaluate(() => ({
      foreign: document.querySelectorAll(
        '#app script, #app img, #app iframe, #app svg, #app style, #app [onerror], #app [onload], #app object, #app embed',
      ).length,
      ran: Object.keys(window).filter((name) => /^(xss|pwned|hacked)/i.test(name)),
    }))
    expect(inside, text).toEqual({ foreign: 0, ran: [] })
  }
  expect(executed).toEqual([])
  expect(asked).toEqual([])
  expect(world.elsewhere).toEqual([])
  await page.close()
})
