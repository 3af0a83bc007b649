/** What a ticket is, whichever helpdesk holds it. Plain data: it crosses contexts as JSON. */

export type HelpdeskId = 'zendesk' | 'freshdesk'

/** Where a reply goes: to the customer by e-mail/web, to colleagues only, or into a live conversation. */
export type Channel = 'public' | 'note' | 'messaging'

export type AuthorRole = 'requester' | 'agent' | 'bot' | 'other'

export interface Person {
  /** Id in the helpdesk, as text; empty when the page did not show it. */
  id: string
  name: string
  email?: string
  role: AuthorRole
}

export interface TicketComment {
  id: string
  author: Person
  public: boolean
  /** ISO 8601, UTC. */
  createdAt: string
  /** Untrusted mark-up as the helpdesk gave it, capped. Only ever parsed to text. */
  html: string
  /** The helpdesk's own plain text when it has one. */
  text?: string
}

export interface TicketField {
  key: string
  label: string
  value: string
}

export interface PastTicket {
  id: string
  subject: string
  status: string
  createdAt: string
}

/** How complete a reading is: from the API, or pieced together from the page. */
export type ReadSource = 'api' | 'page'

export interface Ticket {
  helpdesk: HelpdeskId
  /** Host of the helpdesk, e.g. `acme.zendesk.com`. */
  host: string
  id: string
  subject: string
  status: string
  priority: string | null
  type: string | null
  tags: string[]
  fields: TicketField[]
  group: string | null
  assignee: string | null
  requester: Person
  /** Who is signed in, for greetings and signatures. */
  agent: Person | null
  /** Oldest first; the description is the first comment. */
  comments: TicketComment[]
  /** Other tickets of the requester, newest first; empty when not readable. */
  history: PastTicket[]
  source: ReadSource
}

/** A ticket the agent looks at. `channel` is what the helpdesk's composer is set to now; null when there is none. */
export interface ActiveTicket {
  ticketId: string
  channel: Channel | null
}

/** What an insert was prepared for. Anything that differs at the time of writing refuses it. */
export interface InsertTarget {
  host: string
  ticketId: string
  channel: Channel
  /** Id of the newest comment when the draft was made; empty for none. */
  lastCommentId: string
}

/** Paragraphs of a reply. Adapters make the editor's mark-up from these; nobody passes HTML. */
export type ReplyBlock = { kind: 'paragraph'; spans: ReplySpan[] } | { kind: 'list'; ordered: boolean; items: ReplySpan[][] }

export interface ReplySpan {
  text: string
  /** https address; only links that the guard allowed. */
  href?: string
}

export type InsertFailure =
  | 'ticket-changed'
  | 'channel-changed'
  | 'new-comment'
  | 'no-editor'
  | 'read-only'
  | 'composing'
  | 'not-verified'

export type InsertResult = { ok: true; strategy: string } | { ok: false; error: { code: InsertFailure; message: string } }

export type ArticleVisibility = 'everyone' | 'signed-in' | 'agents'

export interface Article {
  /** Id in the helpdesk; one article has one row per locale. */
  id: string
  locale: string
  title: string
  /** Untrusted mark-up. */
  html: string
  url: string
  section: string
  category: string
  labels: string[]
  visibility: ArticleVisibility
  draft: boolean
  /** ISO 8601: when the text changed; the key for indexing again. */
  editedAt: string
}

/** One page of a help centre listing. `cursor` null ends it. */
export interface ArticlePage {
  articles: Article[]
  cursor: string | null
  /** Articles in the whole listing when the helpdesk says so. */
  total: number | null
  /** Seconds to wait before the next call, from rate-limit headers; 0 when free. */
  waitSeconds: number
}

export type HelpdeskErrorCode =
  | 'signed-out'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'bad-response'
  | 'network'
  | 'conflict'

/** Thrown by adapters; the port turns it into a value. */
export class HelpdeskError extends Error {
  constructor(
    readonly code: HelpdeskErrorCode,
    message: string,
    /** Seconds until a retry makes sense, when the helpdesk said so. */
    readonly retryAfter = 0,
  ) {
    super(message)
  }
}
