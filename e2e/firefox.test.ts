/** The Firefox build loads and shows triage. Skipped, and counted as such, where there is no Firefox (`OVERDESK_FIREFOX`). */
import { expect, it } from 'vitest'
import { startDemo } from '../demo/server'
import { findFirefox, openFirefox } from './firefox'
import { ticketUrl } from './world'

const path = findFirefox()

it.skipIf(!path)('shows triage and passages in Firefox', async () => {
  const demo = await startDemo()
  const firefox = await openFirefox(path ?? '', demo.port)
  try {
    await firefox.command('WebDriver:Navigate', { url: ticketUrl('zendesk', 103) })
    const panel = async () => {
      await firefox.command('WebDriver:SwitchToFrame', { id: null })
      await firefox.command('WebDriver:SwitchToFrame', { id: 0 })
      const { value } = await firefox.command('WebDriver:ExecuteScript', { script: 'return document.body.innerText', args: [] })
      return String(value)
    }
    await expect.poll(() => panel().catch(String), { timeout: 90_000, interval: 500 }).toMatch(/Intent: Disputed charge/)
    await expect.poll(panel, { timeout: 60_000, interval: 500 }).toMatch(/I was charged twice/)
  } finally {
    firefox.close()
    await demo.close()
  }
})
