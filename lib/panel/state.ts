/** What the panel shows at one moment. Plain data; only the session changes it. */
import type { Check, Draft, DraftOptions } from '../drafting/types'
import type { ActiveTicket, Channel, HelpdeskId, Ticket } from '../helpdesk/types'
import type { Answer, PassageHit, SyncState } from '../knowledge/types'
import type { EngineStatus } from '../protocol/engine'
import type { AppError } from '../protocol/errors'
import type { TicketSummary } from '../triage/summary'
import type { CleanMessage, HeadName, TicketTriage, Why } from '../triage/types'

export type Retry = 'ticket' | 'draft' | 'insert' | 'sync' | 'ask'

export interface ReplyState {
  as: Channel
  text: string
  /** A person changed the text since it was drafted. */
  edited: boolean
  drafting: boolean
  inserting: boolean
  draft: Draft | null
  checks: Check[]
  /** Text that a new draft replaced. */
  previous: string | null
  /** The next press of Insert goes through in spite of the checks. */
  confirming: boolean
}

export interface PanelState {
  connected: boolean
  helpdesk: HelpdeskId | null
  host: string
  theme: 'light' | 'dark'
  active: ActiveTicket | null
  /** Parts of the page that no selector finds any more. */
  missing: string[]
  busy: 'reading' | 'understanding' | null
  ticket: Ticket | null
  messages: CleanMessage[]
  summary: TicketSummary | null
  triage: TicketTriage | null
  /** null: not looked for yet. */
  passages: PassageHit[] | null
  why: { head: HeadName; result: Why | null } | null
  correcting: HeadName | null
  answer: { question: string; result: Answer | null } | null
  reply: ReplyState
  options: Omit<DraftOptions, 'audience'>
  sync: SyncState | null
  engine: EngineStatus | null
  notice: 'inserted' | 'copied' | 'new-comment' | 'stopped' | 'covered' | null
  error: { error: AppError; retry: Retry } | null
}

export const emptyReply = (as: Channel): ReplyState => ({
  as,
  text: '',
  edited: false,
  drafting: false,
  inserting: false,
  draft: null,
  checks: [],
  previous: null,
  confirming: false,
})

export const firstState = (options: PanelState['options']): PanelState => ({
  connected: false,
  helpdesk: null,
  host: '',
  theme: 'light',
  active: null,
  missing: [],
  busy: null,
  ticket: null,
  messages: [],
  summary: null,
  triage: null,
  passages: null,
  why: null,
  correcting: null,
  answer: null,
  reply: emptyReply('public'),
  options,
  sync: null,
  engine: null,
  notice: null,
  error: null,
})
