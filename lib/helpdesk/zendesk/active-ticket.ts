import { first, firstShown, isShown } from '../page'
import type { Channel } from '../types'
import { CHANNEL_BUTTON, ITEM_TIME, LOG, LOG_ITEM, paneOf, SELECTED_TAB } from './selectors'

/** Pane of a ticket when it is the one on the screen: shown, not marked as inactive, and named by the selected tab. */
export function activePane(id: string): HTMLElement | null {
  const pane = firstShown(document, paneOf(id))
  if (!pane || pane.closest('[data-is-active]')?.getAttribute('data-is-active') === 'false') return null
  const tab = first(document, SELECTED_TAB)?.getAttribute('data-entity-id')
  return tab === null || tab === undefined || tab === id ? pane : null
}

const PUBLIC = new Set(['web', 'email', 'public'])

/** What the composer is set to, from the attribute that does not depend on the agent's language. */
export function channelOf(pane: HTMLElement): Channel | null {
  const value = first(pane, CHANNEL_BUTTON)?.getAttribute('data-channel')
  if (!value) return null
  if (value === 'internal') return 'note'
  return PUBLIC.has(value) ? 'public' : 'messaging'
}

/** Newest time in the shown conversation; older messages that are loaded above do not change it. */
export function newestIn(pane: HTMLElement): string {
  const log = first(pane, LOG)
  if (!log || !isShown(log)) return ''
  let newest = ''
  for (const item of log.querySelectorAll(LOG_ITEM)) {
    const time = first(item, ITEM_TIME)?.getAttribute('datetime') ?? ''
    if (time > newest) newest = time
  }
  return newest
}
