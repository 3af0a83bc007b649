/** What the background may do with a helpdesk tab. */
import { browser } from 'wxt/browser'
import type { FromBroker, PanelFocus, ToBroker } from '../protocol/helpdesk'

/** Adapters wait up to 10 s for an editor, and read back afterwards. */
const ANSWER_MS = 25_000

/** One message to the content script in the top frame; null when nobody answered in time. */
export async function sendToTab(tabId: number, message: FromBroker): Promise<ToBroker | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ANSWER_MS)
  })
  try {
    const answer = await Promise.race([browser.tabs.sendMessage(tabId, message, { frameId: 0 }), late])
    return (answer as ToBroker | null | undefined) ?? null
  } catch {
    // No content script in that tab: closed, navigated away, or an older version that let go.
    return null
  } finally {
    clearTimeout(timer)
  }
}

/** Host of the tab's page when it is an https page this extension may see, else null. */
export async function hostOfTab(tabId: number): Promise<string | null> {
  try {
    const tab = await browser.tabs.get(tabId)
    const url = new URL(tab.url ?? '')
    return url.protocol === 'https:' ? url.host : null
  } catch {
    return null
  }
}

/** Puts the keyboard into the panel of a tab, if it has one. */
export async function focusPanel(tabId: number): Promise<void> {
  const message: PanelFocus = { kind: 'panel.focus' }
  await browser.tabs.sendMessage(tabId, message, { frameId: 0 }).catch(() => undefined)
}
