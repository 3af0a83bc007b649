import { isShown } from './page'
import type { ActiveTicket } from './types'

/** What the watcher asks of an adapter. Each call looks at the page again; nothing is remembered. */
export interface Watched {
  /** Ticket id that the address names, or null. */
  idInUrl(): string | null
  active(): ActiveTicket | null
  /** Changes when a comment is added to the shown conversation; empty while there is none. */
  newestComment(): string
}

type OnActive = (active: ActiveTicket | null, reason: 'ticket' | 'channel' | 'comments') => void

/** Changes of the page are looked at this often, in milliseconds. */
const QUIET_MS = 150
/** A pane may come this long after the address. */
const PATIENCE_MS = 12_000

/**
 * Reports the active ticket. Looks after navigations and after changes of the page, at most once in `QUIET_MS`; while a
 * ticket is in the address but not yet on the page, it looks again until `PATIENCE_MS` are over.
 */
export function watchPage(watched: Watched, onActive: OnActive, signal: AbortSignal): void {
  let last: ActiveTicket | null | undefined
  let lastComment = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let waitingFor: string | null = null
  let since = 0
  let givenUp = false

  function look(): void {
    timer = undefined
    const id = watched.idInUrl()
    const active = id === null ? null : watched.active()
    if (id !== null && active === null) {
      if (waitingFor !== id) {
        waitingFor = id
        since = Date.now()
        givenUp = false
      }
      // The old ticket must not stay up while the new one loads.
      if (last && last.ticketId !== id) report(null, 'ticket')
      if (Date.now() - since < PATIENCE_MS) later()
      // Nothing found in all that time: the listener may ask the adapter what is missing.
      else if (!givenUp) {
        givenUp = true
        report(null, 'ticket')
      }
      return
    }
    waitingFor = null
    const comment = active ? watched.newestComment() : ''
    if (last === undefined || active?.ticketId !== last?.ticketId) {
      lastComment = comment
      report(active, 'ticket')
    } else if (active?.channel !== last?.channel) report(active, 'channel')
    if (active && comment !== lastComment) {
      const wasEmpty = lastComment === ''
      lastComment = comment
      if (!wasEmpty) report(active, 'comments')
    }
  }
  function report(active: ActiveTicket | null, reason: 'ticket' | 'channel' | 'comments'): void {
    last = active
    onActive(active, reason)
  }
  function later(): void {
    timer ??= setTimeout(look, QUIET_MS)
  }

  const observer = new MutationObserver(later)
  observer.observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributeFilter: [
      'data-is-active',
      'data-entity-is-selected',
      'data-selected',
      'aria-current',
      'data-channel',
      'aria-pressed',
      'aria-selected',
      'class',
      'hidden',
    ],
  })
  const navigation = (globalThis as { navigation?: EventTarget }).navigation
  navigation?.addEventListener('currententrychange', later, { signal })
  addEventListener('popstate', later, { signal })
  document.addEventListener('visibilitychange', later, { signal })
  signal.addEventListener('abort', () => {
    observer.disconnect()
    clearTimeout(timer)
  })
  look()
}

/** Theme by what the page paints, for helpdesks that do not say. */
export function paintedTheme(): 'light' | 'dark' {
  for (const element of [document.body, document.documentElement]) {
    if (!element || !isShown(element)) continue
    const [red, green, blue, alpha = 1] = (getComputedStyle(element).backgroundColor.match(/[\d.]+/g) ?? []).map(Number)
    if (red === undefined || green === undefined || blue === undefined || alpha === 0) continue
    return 0.299 * red + 0.587 * green + 0.114 * blue < 110 ? 'dark' : 'light'
  }
  return 'light'
}
