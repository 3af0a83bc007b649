/** How the engine hears of panels, and where its files are. */
import { browser } from 'wxt/browser'
import type { Port } from '../protocol/port'

/** Calls back with each port named `engine` that one of our own extension pages opens. Others are closed. */
export function acceptEnginePorts(onPort: (port: Port) => void): void {
  const own = browser.runtime.getURL('/')
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== 'engine') return
    const { id, url } = port.sender ?? {}
    if (id === browser.runtime.id && url && (url.startsWith(own) || isDynamicOwn(url))) onPort(port as unknown as Port)
    else port.disconnect()
  })
}

/** A panel framed through its dynamic address still reports an address of our own scheme; content scripts report the page's. */
const isDynamicOwn = (url: string): boolean => /^(?:chrome|moz)-extension:\/\//.test(url)

export const modelFolder = (): string => browser.runtime.getURL('/models' as '/')
