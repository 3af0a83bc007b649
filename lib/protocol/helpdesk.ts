/**
 * What the panel and the background may ask of the content script: a closed list of typed operations. No operation
 * names a URL. The panel opens the port (`tabs.connect`, frame 0, name `helpdesk`); inserts come from the background only.
 */
import type { ActiveTicket, ArticlePage, HelpdeskId, InsertResult, InsertTarget, ReplyBlock, Ticket } from '../helpdesk/types'

export interface HelpdeskCalls {
  'ticket.read': { request: { ticketId: string }; chunk: never; result: Ticket }
  'articles.page': { request: { cursor: string | null; since: string | null }; chunk: never; result: ArticlePage }
  'frame.layout': { request: FrameLayout; chunk: never; result: null }
}

export interface HelpdeskEvents {
  /** Sent at once after connecting, and whenever something changes. */
  'helpdesk.active': {
    helpdesk: HelpdeskId
    host: string
    active: ActiveTicket | null
    reason: 'ticket' | 'channel' | 'comments'
    theme: 'light' | 'dark'
    /** Parts of the ticket's page that could not be found; with `active` null it means that the mark-up has changed. */
    missing: string[]
  }
}

/** How the frame sits in the page. Widths in CSS pixels. */
export interface FrameLayout {
  mode: 'docked' | 'pill' | 'hidden'
  width: number
  /** An alert is on: the pill grows to show it. */
  alert: boolean
}

/** One message from the background to the content script of a tab (`tabs.sendMessage`, frame 0). */
export type FromBroker =
  | { kind: 'insert.run'; opId: string; target: InsertTarget; blocks: ReplyBlock[] }
  /** What became of an operation: the remembered result, or what reading the editor back shows. */
  | { kind: 'insert.look'; opId: string; target: InsertTarget; text: string }

/** Puts the keyboard into the panel's frame; there is no answer. */
export interface PanelFocus {
  kind: 'panel.focus'
}

export type ToBroker =
  | { opId: string; state: 'settled'; result: InsertResult }
  | { opId: string; state: 'unknown'; present: boolean }
