/** One flipped bit in a packaged file: it is refused, said so, and tickets are still read by words. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { panelOf } from '../demo/browser'
import { openWorld, ticketUrl } from './world'

it.each(readdirSync('models/files'))('%s', async (file) => {
  const extension = mkdtempSync(join(tmpdir(), 'overdesk-damaged-'))
  cpSync('.output/chrome-mv3', extension, { recursive: true })
  const damaged = join(extension, 'models', file)
  const bytes = readFileSync(damaged)
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1
  writeFileSync(damaged, bytes)
  const world = await openWorld({ extension })
  try {
    const page = await world.context.newPage()
    await page.goto(ticketUrl('zendesk', 106))
    const panel = await panelOf(page)
    await panel.getByText('Intent: Not sure').waitFor({ timeout: 60_000 })
    await panel.getByText('The model file is damaged').waitFor()
    await panel.getByRole('list', { name: 'Suggested articles' }).getByRole('listitem').first().waitFor({ timeout: 60_000 })
    expect(await panel.getByText('Language: English').count()).toBe(1)
  } finally {
    await world.close()
    rmSync(extension, { recursive: true, force: true })
  }
})
