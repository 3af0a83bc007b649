/** axe on every surface: the panel with everything open, empty, paused and as a pill, and the settings; both themes and languages. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { panelOf } from '../demo/browser'
import { openTicket, openWorld, ticketUrl, type World } from './world'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Runs in a world of its own: the page's content policy forbids script tags, and keeps doing so. */
async function violations(target: Page | Frame): Promise<string[]> {
  const result = await target.evaluate(
    `${AXE}; axe.run(document).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 200)).join(' ')))`,
  )
  return result as string[]
}

describe.each(['en', 'zh-CN'] as const)('in %s', (locale) => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
    const page = await world.context.newPage()
    await page.goto(`chrome-extension://${world.extensionId}/options.html`)
    await page.locator('select').first().selectOption(locale)
    await page.close()
  })
  afterAll(() => world?.close())

  it.each(['light', 'dark'])('panel in %s', async (theme) => {
    const page = await world.context.newPage()
    await page.goto(ticketUrl('zendesk', 106))
    const panel = await panelOf(page)
    await panel.locator('[data-head="intent"]').waitFor({ timeout: 60_000 })
    await page.evaluate((value) => document.documentElement.setAttribute('data-theme', value), theme)
    await panel.locator(`html[data-theme="${theme}"]`).waitFor()
    await panel.locator('.passages > li').first().waitFor({ timeout: 60_000 })
    await panel.locator('.triage button').first().click()
    await panel.locator('.why mark, .why b').first().waitFor({ timeout: 60_000 })
    await panel.locator('[data-head="emotion"] button').nth(1).click()
    await panel.locator('.draft button.primary').click()
    await panel.locator('.checks, .sources').first().waitFor({ timeout: 60_000 })
    expect(await violations(panel)).toEqual([])
    await panel.locator('h1').click()
    await page.keyboard.press('?')
    await panel.locator('dialog[open]').waitFor()
    expect(await violations(panel)).toEqual([])
    await page.keyboard.press('Escape')
    await panel.locator('.tool').last().click()
    await panel.locator('.pill').waitFor()
    expect(await violations(panel)).toEqual([])
    await panel.locator('.pill').click()
    await panel.getByRole('switch').press('Space')
    await panel.locator('.empty').waitFor()
    expect(await violations(panel)).toEqual([])
    await panel.getByRole('switch').press('Space')
    await panel.locator('[data-head="intent"]').waitFor({ timeout: 60_000 })
    await page.close()
  })

  it.each(['light', 'dark'] as const)('settings in %s', async (theme) => {
    const page = await world.context.newPage()
    await page.emulateMedia({ colorScheme: theme })
    await page.goto(`chrome-extension://${world.extensionId}/options.html`)
    await page.locator(`html[data-theme="${theme}"]`).waitFor()
    for (const name of ['general', 'knowledge', 'models', 'labels', 'privacy', 'about']) {
      await page.locator(`nav a[href="#${name}"]`).click()
      await page.locator(`nav a[href="#${name}"][aria-current="page"]`).waitFor()
      expect(await violations(page), name).toEqual([])
    }
    await page.close()
  })
})

it('the panel beside no ticket', async () => {
  const world = await openWorld()
  const { page, panel } = await openTicket(world, 'freshdesk', 104)
  await page.evaluate(() => history.pushState(null, '', '/a/dashboard'))
  await panel.locator('.empty').waitFor({ timeout: 20_000 })
  expect(await violations(panel)).toEqual([])
  await world.close()
})
