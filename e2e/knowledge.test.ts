/** The help centre on the device: comes in, follows changes and deletions, goes on after failures, answers or admits that it cannot. */
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTicket, openWorld, type World } from './world'

let world: World
let page: Page
let panel: Frame
beforeAll(async () => {
  world = await openWorld()
  // The first pages fail, with and without a delay named; the sync goes on by itself.
  world.demo.faults.add({ path: /\/articles/, times: 1, kind: 'rate-limit' })
  world.demo.faults.add({ path: /\/articles/, times: 1, kind: 'status', status: 503 })
  ;({ page, panel } = await openTicket(world, 'zendesk', 101))
})
afterAll(() => world?.close())

const ready = () => panel.getByRole('progressbar').waitFor({ state: 'detached', timeout: 300_000 })
const ask = async (question: string) => {
  const box = panel.getByRole('searchbox', { name: 'Ask the knowledge base' })
  await box.fill(question)
  await box.press('Enter')
  await panel.locator('.answer p').first().waitFor()
  return panel.locator('.answer').innerText()
}
/** The button is there when no sync runs; what the sync brought shows in the answers. */
const syncNow = async () => {
  await panel.getByRole('button', { name: 'Sync now' }).click()
  await ready()
}
const answerTo = (question: string) => expect.poll(() => ask(question), { timeout: 60_000 })

it('comes in whole in spite of failing pages', async () => {
  await panel.getByRole('list', { name: 'Suggested articles' }).getByRole('listitem').first().waitFor({ timeout: 120_000 })
  await ready()
  const options = await world.context.newPage()
  await options.goto(`chrome-extension://${world.extensionId}/options.html#knowledge`)
  const row = options.getByRole('row', { name: /acme\.zendesk\.com/ })
  const articles = [...world.demo.state.desks.zendesk.articles.values()].filter((each) => each.html !== '').length
  await expect.poll(() => row.getByRole('cell').nth(1).innerText()).toBe(String(articles))
  await options.close()
})

it('answers with sources, and says when it does not know', async () => {
  const answer = await ask('How long does a refund take until it is on my card?')
  expect(answer).toMatch(/refund/i)
  expect(answer).not.toMatch(/I do not know/)
  expect(await ask('Which planet has the largest number of moons?')).toContain('I do not know')
  expect(await ask('怎么申请退款？')).toMatch(/退款/)
})

it('follows changed, added and deleted articles', async () => {
  const { state } = world.demo
  const added = state.addArticle('zendesk', {
    title: 'Returning a blue gramophone',
    html: '<p>A blue gramophone is returned in its wooden crate by pigeon post.</p>',
  })
  await syncNow()
  await answerTo('How do I return a blue gramophone?').toContain('pigeon post')
  state.editArticle('zendesk', added, { html: '<p>A blue gramophone is returned in its wooden crate by mule.</p>' })
  await syncNow()
  await answerTo('How do I return the blue gramophone?').toContain('by mule')
  state.deleteArticle('zendesk', added)
  await syncNow()
  await answerTo('How can I return a blue gramophone?').not.toMatch(/mule|pigeon/)
})

it('takes an article back out with one press', async () => {
  await panel.getByRole('searchbox').fill('')
  const items = panel.getByRole('list', { name: 'Suggested articles' }).getByRole('listitem')
  const first = await items.first().innerText()
  await items.first().getByRole('button', { name: 'Not helpful' }).click()
  await expect.poll(() => items.first().innerText()).not.toBe(first)
  await page.close()
})
