/** What a whole-browser test needs: the demo helpdesk, a recorder for everything else, and a browser with the extension. */
import type { Frame, Page } from 'playwright-core'
import { type DemoBrowser, openBrowser, panelOf } from '../demo/browser'
import { startDemo } from '../demo/server'
import { startRecorder } from './recorder'

export type Demo = Awaited<ReturnType<typeof startDemo>>

export interface World extends DemoBrowser {
  demo: Demo
  /** Hosts other than the two helpdesks that were asked for. */
  elsewhere: string[]
}

export async function openWorld(options: { locale?: string; args?: string[]; extension?: string } = {}): Promise<World> {
  const [demo, recorder] = await Promise.all([startDemo(), startRecorder()])
  const browser = await openBrowser({ port: demo.port, elsewherePort: recorder.port, ...options })
  return {
    ...browser,
    demo,
    elsewhere: recorder.hosts,
    async close() {
      await browser.close()
      recorder.close()
      await demo.close()
    },
  }
}

export const TICKET_PATH = { zendesk: '/agent/tickets/', freshdesk: '/a/tickets/' } as const
export type Helpdesk = keyof typeof TICKET_PATH

export const ticketUrl = (helpdesk: Helpdesk, id: number | string) => `https://acme.${helpdesk}.com${TICKET_PATH[helpdesk]}${id}`

/** Opens a ticket in a new tab and waits until the panel shows its triage. */
export async function openTicket(world: World, helpdesk: Helpdesk, id: number): Promise<{ page: Page; panel: Frame }> {
  const page = await world.context.newPage()
  await page.goto(ticketUrl(helpdesk, id))
  const panel = await panelOf(page)
  await panel
    .getByRole('region', { name: 'Triage' })
    .getByText(/^Intent:/)
    .first()
    .waitFor({ timeout: 60_000 })
  return { page, panel }
}
