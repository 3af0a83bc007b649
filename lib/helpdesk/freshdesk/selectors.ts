/** Where Freshdesk keeps things, most stable first. Seen on accounts between 2018 and 2026. */

export const ticketIdIn = (pathname: string): string | null => /^\/a\/tickets\/(\d+)(?:\/|$)/.exec(pathname)?.[1] ?? null

export const DETAILS = ['#ticket-details', '.ticket-details-wrapper']
export const SUBJECT = ['.ticket-subject-heading', '.sentiment-ticket-heading']
/** Carry the ticket's id, so that a pane still showing the last ticket is not taken for this one. */
export const DESCRIPTION = (id: string): string[] => [`[data-album="ticket_${id}"]`]
export const TICKET_NUMBER = ['.breadcrumb__item.active']

export const ITEM = '.ticket-details__item:not(.rich-editor)'
export const NOTE_IDS = '[data-album^="note_"]'
export const AUTHOR = ['[data-test-id="user-name"]', '.sender-info']
export const BODY = [
  '.ticket_note',
  '#ticket_original_request',
  '[data-test-conversation="conversation-text"]',
  '.ticket-details__item__content',
]
export const TAG = '[data-test-id="new-ticket-tags"] .tag-options'

export const OPEN_REPLY = [
  'button[data-test-email-action="reply"]',
  '[data-test-id="ticket-action-reply"]',
  '[data-test-email-action-btn="reply"]',
]
export const OPEN_NOTE = ['[data-test-id="add-note"]', '[data-test-note-action="add"]', '[data-test-email-action-btn="note"]']
/** The open composer's tabs; the pressed one says the mode. */
export const COMPOSER = ['.ticket-actions-list']
export const COMPOSER_TAB = '.ticket-action-button'
export const TAB_PRESSED = [
  '.ticket-action-button.active',
  '.ticket-action-button[aria-selected="true"]',
  '.ticket-action-button[aria-pressed="true"]',
]
export const NOTE_FIELDS = '[data-test-notify-to]'
export const EDITOR = '.fr-element[contenteditable]'
/** In messaging tickets the composer is always open and is the editor itself. */
export const MESSAGING_EDITOR = '[data-test-id="active-editor"]'
