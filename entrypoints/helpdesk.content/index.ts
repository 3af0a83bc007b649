/** Joins the page's adapter with the panel's frame and ports. Small: no framework, no storage, no models. */
import { defineContentScript } from 'wxt/utils/define-content-script'
import { watchComposition } from '../../lib/helpdesk/insert'
import { findAdapter } from '../../lib/helpdesk/registry'
import type { HelpdeskEvents } from '../../lib/protocol/helpdesk'
import { serveBroker } from './broker'
import { mountFrame } from './frame'
import { servePanels } from './port'

export default defineContentScript({
  matches: ['https://*.zendesk.com/agent/*', 'https://*.freshdesk.com/a/*'],
  runAt: 'document_idle',
  main(ctx) {
    const adapter = findAdapter(new URL(location.href))
    if (!adapter || window.top !== window) return
    const { signal } = ctx
    let now: HelpdeskEvents['helpdesk.active'] = {
      helpdesk: adapter.id,
      host: location.host,
      active: null,
      reason: 'ticket',
      theme: adapter.theme(),
    }
    const frame = mountFrame(signal)
    const panels = servePanels(adapter, () => now, frame, signal)
    serveBroker(adapter, signal)
    watchComposition(signal)

    const tell = (change: Partial<HelpdeskEvents['helpdesk.active']>) => {
      now = { ...now, ...change, theme: adapter.theme() }
      panels.tell()
    }
    adapter.watch((active, reason) => tell({ active, reason }), signal)
    const themes = new MutationObserver(() => {
      if (adapter.theme() !== now.theme) tell({})
    })
    themes.observe(document.documentElement, { attributeFilter: ['data-theme', 'class', 'style'] })
    signal.addEventListener('abort', () => themes.disconnect())
  },
})
