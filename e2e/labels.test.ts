/** A team's own labels from the settings page to the panel and back: create, correct, undo, forget, packs. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTicket, openWorld, type World } from './world'

const NAME = 'Lamp keeps flickering'

describe('labels', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world?.close())

  async function openLabels(): Promise<Page> {
    const page = await world.context.newPage()
    await page.goto(`chrome-extension://${world.extensionId}/options.html#labels`)
    await page.getByRole('heading', { name: 'Labels', exact: true }).waitFor()
    return page
  }

  it('of one’s own are created, taught, undone, forgotten and handed over', async () => {
    const first = await openTicket(world, 'zendesk', 106)
    await first.page.close()
    const options = await openLabels()
    await options.getByRole('button', { name: 'New label' }).click()
    await options.getByLabel('Name').fill(NAME)
    await options.getByLabel('Description').fill('The light goes on and off by itself')
    await options.keyboard.press('Tab')
    await options.keyboard.press('Tab')
    await options.keyboard.press('Enter')
    await options.getByRole('region', { name: 'Your labels' }).getByText(NAME).waitFor()
    await options.getByRole('button', { name: 'Change: Refund request' }).click()
    await options.getByLabel('Name').fill('Money back')
    await options.getByLabel('Helpdesk field').fill('topic')
    await options.getByLabel('Value in that field').fill('refund')
    await options.getByRole('button', { name: 'Save' }).click()
    await options.getByText('topic = refund').waitFor()
    await options.getByRole('switch', { name: 'Show Complaint' }).click()

    const { page, panel } = await openTicket(world, 'zendesk', 106)
    const before = await panel.locator('[data-head="intent"] .value').innerText()
    await panel.getByRole('button', { name: 'Correct: Intent' }).click()
    const list = panel.getByRole('listbox', { name: /Intent/ })
    expect(await list.locator('option').allInnerTexts()).toEqual(expect.arrayContaining([NAME, 'Money back']))
    expect(await list.locator('option').allInnerTexts()).not.toContain('Complaint')
    await list.selectOption({ label: NAME })
    await list.press('Enter')
    await panel.getByText(`Intent: ${NAME} (corrected)`).waitFor()

    await options.reload()
    const corrections = options.getByRole('region', { name: 'Corrections' })
    await corrections.getByText(NAME).waitFor()
    const download = options.waitForEvent('download')
    await options.getByRole('button', { name: 'Export label pack' }).click()
    const file = await (await download).path()
    const pack = readFileSync(file, 'utf8')
    expect(JSON.parse(pack)).toMatchObject({
      format: 'overdesk-labels',
      labels: [{ name: NAME }],
      examples: [{ head: 'intent' }],
    })
    expect(pack).not.toContain('flicker on')
    expect(pack).not.toContain('"106"')

    await corrections.getByRole('button', { name: /^Undo/ }).click()
    await corrections.getByRole('button', { name: /^Redo/ }).waitFor()
    await page.reload()
    await panelShows(page, before)
    await corrections.getByRole('button', { name: /^Forget/ }).click()
    await corrections.getByText('None yet').waitFor()

    await options.locator('input[type=file]').setInputFiles(file)
    await options.getByRole('status').getByText('Imported.').waitFor()
    await corrections.getByText('from a label pack').waitFor()
    await options.locator('input[type=file]').setInputFiles({
      name: 'x.json',
      mimeType: 'application/json',
      buffer: Buffer.from(pack.replace('overdesk-labels', 'other')),
    })
    await options.getByRole('status').getByText('not a label pack').waitFor()

    await options.getByRole('button', { name: `Delete: ${NAME}` }).click()
    await options.getByRole('button', { name: /^Really/ }).click()
    await corrections.getByText('None yet').waitFor()
    await page.close()
    await options.close()
  })

  async function panelShows(page: Page, words: string): Promise<void> {
    await expect
      .poll(
        async () => {
          const panel = page.frames().find((frame) => frame.url().includes('/panel.html'))
          return (await panel?.locator('[data-head="intent"] .value').allInnerTexts())?.[0]
        },
        { timeout: 60_000 },
      )
      .toBe(words)
  }
})
