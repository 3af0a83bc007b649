/** axe on every surface: panel in both languages and themes, options. */
import { createRequire } from 'node:module'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTicket, openWorld, type World } from './world'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())

/** Runs in a world of its own: the page's content policy forbids script tags, and keeps doing so. */
async function violations(target: Page | Frame): Promise<string[]> {
  const { readFileSync } = await import('node:fs')
  const result = await target.evaluate(
    `${readFileSync(AXE, 'utf8')}; axe.run(document).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' ')))`,
  )
  return result as string[]
}

it.each(['light', 'dark'])('panel in %s', async (theme) => {
  const { page, panel } = await openTicket(world, 'zendesk', 106)
  await page.evaluate((value) => document.documentElement.setAttribute('data-theme', value), theme)
  await panel.getByRole('list', { name: 'Suggested articles' }).getByRole('listitem').first().waitFor({ timeout: 60_000 })
  await panel.getByRole('button', { name: 'Draft reply' }).click()
  await panel.getByRole('button', { name: 'Insert', exact: true }).waitFor({ timeout: 60_000 })
  expect(await violations(panel)).toEqual([])
  await page.close()
})

it('options', async () => {
  const page = await world.context.newPage()
  await page.goto(`chrome-extension://${world.extensionId}/options.html`)
  await page.getByRole('navigation').waitFor()
  for (const name of ['General', 'Knowledge', 'Models', 'Privacy', 'About']) {
    await page.getByRole('link', { name, exact: true }).click()
    expect(await violations(page)).toEqual([])
  }
  await page.close()
})
