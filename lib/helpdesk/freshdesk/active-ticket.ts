import { first, firstShown, isShown } from '../page'
import type { ActiveTicket, Channel } from '../types'
import {
  COMPOSER,
  DESCRIPTION,
  DETAILS,
  EDITOR,
  MESSAGING_EDITOR,
  NOTE_FIELDS,
  NOTE_IDS,
  TAB_PRESSED,
  TICKET_NUMBER,
  ticketIdIn,
} from './selectors'

/** The details pane when it shows this ticket and no other: address, description or breadcrumb must agree. */
export function activePane(id: string): HTMLElement | null {
  const pane = firstShown(document, DETAILS)
  if (!pane) return null
  if (first(pane, DESCRIPTION(id))) return pane
  const number = first(document, TICKET_NUMBER)?.textContent?.replace(/\D/g, '')
  return number === id && !pane.querySelector('[data-album^="ticket_"]') ? pane : null
}

export function activeTicket(): ActiveTicket | null {
  const id = ticketIdIn(location.pathname)
  const pane = id === null ? null : activePane(id)
  return id !== null && pane ? { ticketId: id, channel: channelOf(pane) } : null
}

/** The last visible editor: several can be open. */
export function editorIn(pane: HTMLElement): HTMLElement | null {
  const messaging = pane.querySelector<HTMLElement>(MESSAGING_EDITOR)
  if (messaging?.isContentEditable && isShown(messaging)) return messaging
  return [...pane.querySelectorAll<HTMLElement>(EDITOR)].findLast(isShown) ?? null
}

/** Mode of the open composer. While none is open, a reply is what the agent would write next. */
export function channelOf(pane: HTMLElement): Channel | null {
  const messaging = pane.querySelector<HTMLElement>(MESSAGING_EDITOR)
  if (messaging?.isContentEditable) return 'messaging'
  const composer = firstShown(pane, COMPOSER)
  if (!composer) return 'public'
  const pressed = first(composer, TAB_PRESSED)
  const { testEmailActionBtn = '', testNoteAction = '', testId = '' } = pressed?.dataset ?? {}
  const mode = `${testEmailActionBtn} ${testNoteAction} ${testId}`
  if (/note|add/.test(mode) || composer.parentElement?.querySelector(NOTE_FIELDS)) return 'note'
  // A mail to a third party is neither a reply nor a note.
  return mode.includes('forward') ? null : 'public'
}

export function newestOnPage(): string {
  const id = ticketIdIn(location.pathname)
  const pane = id === null ? null : activePane(id)
  if (!pane) return ''
  const ids = [...pane.querySelectorAll<HTMLElement>(NOTE_IDS)].map((item) => Number(item.dataset.album?.slice(5)))
  return `${id}/${Math.max(0, ...ids)}`
}
