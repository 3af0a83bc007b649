/** How an extension page reaches the engine and the helpdesk tab. */
import { browser } from 'wxt/browser'
import type { Port } from '../protocol/port'
import { callBroker } from './broker-client'

/** A port straight to the engine page, which the background starts first if need be. */
export async function connectEngine(): Promise<Port> {
  await callBroker('engine.open', null)
  return browser.runtime.connect({ name: 'engine' }) as unknown as Port
}

/** A port to the content script in the top frame of a tab, straight where the browser lets a framed page have it. */
export function connectHelpdesk(tabId: number): Port {
  const port = browser.tabs
    ? browser.tabs.connect(tabId, { name: 'helpdesk', frameId: 0 })
    : browser.runtime.connect({ name: 'helpdesk' })
  return port as unknown as Port
}

/** Whether a framed panel can ask for the browser's side panel. */
export const hasSidePanel = (): boolean => 'sidePanel' in browser

/** Stands for a framed panel's own tab where only the background knows its number. */
const OWN_TAB = -1

/** Whether this page is shown inside a helpdesk page, as opposed to the browser's side panel. */
export const isFramed = (): boolean => window.top !== window

/**
 * Tells which tab this panel belongs to: its own when framed, the active one of its window in the side panel, where it
 * follows the agent until the signal ends.
 */
export async function watchTab(onTab: (tabId: number | null) => void, signal: AbortSignal): Promise<void> {
  if (isFramed()) {
    const tab = await browser.tabs?.getCurrent()
    onTab(browser.tabs ? (tab?.id ?? null) : OWN_TAB)
    return
  }
  const current = await browser.windows.getCurrent()
  const look = async () => {
    const [tab] = await browser.tabs.query({ active: true, windowId: current.id })
    if (!signal.aborted) onTab(tab?.id ?? null)
  }
  const onActivated = (info: { windowId: number; tabId: number }) => {
    if (info.windowId === current.id) onTab(info.tabId)
  }
  const onUpdated = (tabId: number, change: { status?: string }, tab: { active: boolean; windowId: number }) => {
    if (change.status === 'complete' && tab.active && tab.windowId === current.id) onTab(tabId)
  }
  browser.tabs.onActivated.addListener(onActivated)
  browser.tabs.onUpdated.addListener(onUpdated)
  signal.addEventListener('abort', () => {
    browser.tabs.onActivated.removeListener(onActivated)
    browser.tabs.onUpdated.removeListener(onUpdated)
  })
  await look()
}
