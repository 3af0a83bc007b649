import type { ActiveTicket, ArticlePage, Channel, HelpdeskId, InsertResult, InsertTarget, ReplyBlock, Ticket } from './types'

/** One helpdesk as the content script sees it. Every adapter passes the contract suite in `e2e/contract.ts`. */
export interface HelpdeskAdapter {
  readonly id: HelpdeskId

  /** Whether this page belongs to the helpdesk's agent interface; asked once at start. */
  matches(url: URL): boolean

  /**
   * Calls back with the ticket the agent looks at, and again when ticket, channel or comments change; null when
   * there is none. URL, header tab and visible pane must agree. Ends with the signal.
   */
  watch(onActive: (active: ActiveTicket | null, reason: 'ticket' | 'channel' | 'comments') => void, signal: AbortSignal): void

  /** Reads a ticket, through the API first, the page as fallback. Throws HelpdeskError. */
  readTicket(ticketId: string, signal: AbortSignal): Promise<Ticket>

  /**
   * Writes into the helpdesk's own editor: all or nothing, at the caret or end, never over the agent's own text. Checks
   * target before writing, reads back afterwards. Never sends.
   */
  insert(target: InsertTarget, blocks: ReplyBlock[], signal: AbortSignal): Promise<InsertResult>

  /** Plain text of the composer that is open for this ticket and channel; null when there is none. Used after a lost answer. */
  readEditor(ticketId: string, channel: Channel): string | null

  /** One page of the help centre; `since` (ISO 8601) limits to what changed where the helpdesk can. Throws HelpdeskError. */
  articlePage(cursor: string | null, since: string | null, signal: AbortSignal): Promise<ArticlePage>

  /**
   * Parts of a ticket's page that no known selector finds now: it is still loading, or the helpdesk changed its mark-up.
   * Empty on a page without a ticket.
   */
  missing(): string[]

  /** Colour scheme the helpdesk shows now. */
  theme(): 'light' | 'dark'
}
