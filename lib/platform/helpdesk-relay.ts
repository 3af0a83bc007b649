/** Firefox gives an extension page inside a web page no `tabs`: there the background joins the panel with its own tab. */
import { browser } from 'wxt/browser'
import { isOwnPage } from './own'

/** Pipes each port named `helpdesk` that a framed panel opens to the content script of the tab it is framed in. */
export function relayHelpdeskPorts(): void {
  browser.runtime.onConnect.addListener((panel) => {
    const tabId = panel.sender?.tab?.id
    if (panel.name !== 'helpdesk' || tabId === undefined || !isOwnPage(panel.sender)) return
    const script = browser.tabs.connect(tabId, { name: 'helpdesk', frameId: 0 })
    panel.onMessage.addListener((message) => script.postMessage(message))
    script.onMessage.addListener((message) => panel.postMessage(message))
    panel.onDisconnect.addListener(() => script.disconnect())
    script.onDisconnect.addListener(() => panel.disconnect())
  })
}
