/** The agent turns to other tickets while drafts and insertions run: what is read and written belongs to one ticket, always. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { panelOf } from '../demo/browser'
import { type Helpdesk, openTicket, openWorld, ticketUrl, type World } from './world'

/** The full figure (200) comes from `npm run bench -- switches`; the suite runs a part of it on every change. */
const SWITCHES = Number(process.env.OVERDESK_SWITCHES ?? 24)
const SEED = Number(process.env.OVERDESK_SEED ?? 7)
const TICKETS = [101, 103, 104, 105, 106, 114]

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())

/** Mulberry32: the same seed gives the same walk. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const EDITORS: Record<Helpdesk, string> = {
  zendesk: '[data-test-id="omnicomposer-rich-text-ckeditor"]',
  freshdesk: '.fr-element',
}

it.each(['zendesk', 'freshdesk'] as const)(`${SWITCHES} switches on %s`, async (helpdesk) => {
  const next = random(SEED)
  const pick = <T>(from: T[]): T => from[Math.floor(next() * from.length)] as T
  const { page } = await openTicket(world, helpdesk, TICKETS[0] as number)
  const panel = await panelOf(page)
  const wrong: string[] = []
  for (let step = 0; step < SWITCHES; step++) {
    const id = pick(TICKETS)
    await page.locator(`[data-ticket-link="${id}"]`).click()
    await page.waitForURL(ticketUrl(helpdesk, id))
    await panel.getByText(`#${id}`, { exact: true }).first().waitFor({ timeout: 30_000 })
    await panel
      .getByRole('heading', { level: 1 })
      .filter({ hasText: world.demo.state.ticket(helpdesk, id).subject })
      .waitFor({ timeout: 30_000 })
    const mark = `mark ${step} for ticket ${id}.`
    await panel
      .getByRole('radiogroup', { name: 'Reply as' })
      .getByText(pick(['Public reply', 'Internal note']))
      .click()
    await panel.getByRole('textbox', { name: 'Reply' }).fill(`Here is ${mark}`)
    await panel.getByRole('button', { name: 'Insert', exact: true }).click()
    // Half of the time the agent leaves in the middle of it.
    if (next() < 0.5) {
      await expect
        .poll(() => panel.getByRole('status').innerText(), { timeout: 30_000, message: `${mark} status` })
        .toMatch(/^Inserted|Nothing was inserted|No reply editor/)
    }
    for (const other of await shownEditors(page, EDITORS[helpdesk])) {
      for (const [, , ticket] of other.text.matchAll(/mark (\d+) for ticket (\d+)\./g))
        if (ticket !== other.ticket) wrong.push(`${mark}: found in ${other.ticket}`)
    }
  }
  expect(wrong).toEqual([])
  await page.close()
})

/** Text of every mounted editor with the ticket that it belongs to. */
function shownEditors(page: import('playwright-core').Page, selector: string): Promise<{ ticket: string; text: string }[]> {
  return page.evaluate((editors) => {
    const ticketOf = (editor: Element) =>
      editor.closest<HTMLElement>('[data-pane]')?.dataset.pane ??
      document.querySelector('.breadcrumb__item.active')?.textContent ??
      ''
    return [...document.querySelectorAll<HTMLElement>(editors)].map((editor) => ({
      ticket: ticketOf(editor),
      text: editor.textContent ?? '',
    }))
  }, selector)
}
