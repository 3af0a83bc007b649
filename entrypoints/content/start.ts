/** Joins the page's adapter with the panel's frame and ports. Small: no framework, no storage, no models. */

import type { HelpdeskAdapter } from '../../lib/helpdesk/adapter'
import { watchComposition } from '../../lib/helpdesk/insert'
import type { HelpdeskEvents } from '../../lib/protocol/helpdesk'
import { serveBroker } from './broker'
import { mountFrame, type PanelFrame } from './frame'
import { servePanels } from './port'

/** Starts on a page of the agent interface; in frames and on other pages of the host nothing happens. Ends with the signal. */
export function start(adapter: HelpdeskAdapter, signal: AbortSignal): void {
  if (window.top !== window || !adapter.matches(new URL(location.href))) return
  let now: HelpdeskEvents['helpdesk.active'] = {
    helpdesk: adapter.id,
    host: location.host,
    active: null,
    reason: 'ticket',
    theme: adapter.theme(),
    missing: [],
  }
  // A page without a ticket keeps all of its room and pays next to nothing.
  let frame: PanelFrame | null = null
  const panels = servePanels(
    adapter,
    () => now,
    (layout) => frame?.layout(layout),
    signal,
  )
  serveBroker(adapter, () => frame?.focus(), signal)
  watchComposition(signal)

  const tell = (change: Partial<HelpdeskEvents['helpdesk.active']>) => {
    now = { ...now, ...change, theme: adapter.theme() }
    panels.tell()
  }
  adapter.watch((active, reason) => {
    // A ticket's page that cannot be made out needs somebody to say so.
    const missing = active ? [] : adapter.missing()
    if (active || missing.length > 0) frame ??= mountFrame(signal)
    tell({ active, reason, missing })
  }, signal)
  const themes = new MutationObserver(() => {
    if (adapter.theme() !== now.theme) tell({})
  })
  themes.observe(document.documentElement, { attributeFilter: ['data-theme', 'class', 'style'] })
  signal.addEventListener('abort', () => themes.disconnect())
}
