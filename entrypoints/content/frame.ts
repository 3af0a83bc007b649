/** The panel's place in the page: a frame of the extension's own origin inside a closed host element. */
import { browser } from 'wxt/browser'
import type { FrameLayout } from '../../lib/protocol/helpdesk'

const NARROWEST = 280
const WIDEST = 720
const PILL = { width: 148, height: 40, alertWidth: 208 }
/** Above the helpdesk's menus, below its own full-page dialogs' users' extensions. */
const LEVEL = '9999'

export interface PanelFrame {
  layout(layout: FrameLayout): void
  focus(): void
}

/** Mounts the frame docked at the right. The page gives way by a margin, so that nothing of it is covered. */
export function mountFrame(signal: AbortSignal): PanelFrame {
  const host = document.createElement('overdesk-panel')
  const root = host.attachShadow({ mode: 'closed' })
  const frame = document.createElement('iframe')
  frame.title = 'Overdesk'
  frame.src = browser.runtime.getURL('/panel.html?place=frame' as '/panel.html')
  frame.allow = 'clipboard-write'
  root.append(frame)
  const set = (element: HTMLElement, styles: Record<string, string>) => {
    for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value, 'important')
  }
  set(frame, {
    width: '100%',
    height: '100%',
    border: '0',
    display: 'block',
    background: 'transparent',
    'color-scheme': 'normal',
  })

  function layout({ mode, width, alert }: FrameLayout): void {
    const docked = Math.min(WIDEST, Math.max(NARROWEST, Math.round(width)))
    const pillWidth = alert ? PILL.alertWidth : PILL.width
    set(host, {
      all: 'initial',
      position: 'fixed',
      'z-index': LEVEL,
      right: mode === 'pill' ? '12px' : '0',
      bottom: mode === 'pill' ? '72px' : '0',
      top: mode === 'pill' ? 'auto' : '0',
      width: `${mode === 'pill' ? pillWidth : docked}px`,
      height: mode === 'pill' ? `${PILL.height}px` : '100vh',
      display: mode === 'hidden' ? 'none' : 'block',
    })
    const html = document.documentElement
    if (mode === 'docked') html.style.setProperty('margin-right', `${docked}px`)
    else html.style.removeProperty('margin-right')
    // The helpdesk measures its columns again only when the window changes.
    dispatchEvent(new Event('resize'))
  }

  const mount = () => {
    if (!signal.aborted && !host.isConnected) document.documentElement.append(host)
  }
  // A helpdesk that replaces its whole document body must not take the panel with it.
  const keeper = new MutationObserver(mount)
  keeper.observe(document.documentElement, { childList: true })
  signal.addEventListener('abort', () => {
    keeper.disconnect()
    host.remove()
    document.documentElement.style.removeProperty('margin-right')
  })
  layout({ mode: 'docked', width: 380, alert: false })
  mount()
  return { layout, focus: () => frame.focus() }
}
