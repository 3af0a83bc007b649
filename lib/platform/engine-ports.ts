/** How the engine hears of panels, and where its files are. */
import { browser } from 'wxt/browser'
import type { Port } from '../protocol/port'
import { isOwnPage } from './own'

/** Calls back with each port named `engine` that one of our own extension pages opens. Others are closed. */
export function acceptEnginePorts(onPort: (port: Port) => void): void {
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== 'engine') return
    if (isOwnPage(port.sender)) onPort(port as unknown as Port)
    else port.disconnect()
  })
}

export const modelFolder = (): string => browser.runtime.getURL('/models' as '/')
