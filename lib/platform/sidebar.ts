import { browser } from 'wxt/browser'

/** Opens or closes Firefox's sidebar, which works only straight from a click. False where the browser has none. */
export function toggleSidebar(): boolean {
  const { sidebarAction } = browser as unknown as { sidebarAction?: { toggle(): Promise<void> } }
  void sidebarAction?.toggle()
  return sidebarAction !== undefined
}
