import { first, firstShown, isShown } from '../page'
import type { Channel } from '../types'
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
} from './selectors'

/** The details pane when it shows this ticket and no other: address, description or breadcrumb must agree. */
export function activePane(id: string): HTMLElement | null {
  const pane = firstShown(document, DETAILS)
  if (!pane) return null
  if (first(pane, DESCRIPTION(id))) return pane
  const number = first(document, TICKET_NUMBER)?.textContent?.replace(/\D/g, '')
  return number === id && !pane.querySelector('[data-album^="ticket_"]') ? pane : null
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

/** Highest id among the comments; older ones that are unfolded do not change it. */
export const newestIn = (pane: HTMLElement): string =>
  `#${Math.max(0, ...[...pane.querySelectorAll<HTMLElement>(NOTE_IDS)].map((item) => Number(item.dataset.album?.slice(5))))}`
