/** Calls that the panel makes to the engine page over the port named `engine`. Schemas are in `engine-schemas.ts`. */

import type { Draft, DraftBlock, DraftOptions, DraftSource } from '../drafting/types'
import type { Article, Ticket } from '../helpdesk/types'
import type { Answer, PassageHit, SyncState } from '../knowledge/types'
import type { LabelPack } from '../triage/label-pack'
import type { LabelsView } from '../triage/label-views'
import type { TicketSummary } from '../triage/summary'
import type { CleanMessage, HeadName, TicketTriage, Why } from '../triage/types'

export type UnderstandChunk =
  | { stage: 'cleaned'; messages: CleanMessage[]; summary: TicketSummary | null }
  | { stage: 'triage'; triage: TicketTriage }
  | { stage: 'passages'; passages: PassageHit[] }

export type DraftChunk = { stage: 'sources'; sources: DraftSource[] } | { stage: 'block'; block: DraftBlock }

export interface EngineCalls {
  /** Clean, encode once per message, judge, find passages. */
  'ticket.understand': {
    request: { ticket: Ticket }
    chunk: UnderstandChunk
    result: { triage: TicketTriage; passages: PassageHit[] }
  }
  'ticket.why': { request: { ticket: Ticket; commentId: string; head: HeadName; label: string }; chunk: never; result: Why }
  /** A person says which label is right; null takes a correction back. */
  'ticket.correct': {
    request: { host: string; ticket: Ticket; commentId: string; head: HeadName; label: string | null }
    chunk: never
    result: TicketTriage
  }
  'reply.draft': { request: { ticket: Ticket; options: DraftOptions }; chunk: DraftChunk; result: Draft }
  /** Checks the agent's edited text again. */
  'reply.check': {
    request: { ticket: Ticket; text: string; audience: 'public' | 'note' }
    chunk: never
    result: { checks: Draft['checks'] }
  }
  'knowledge.search': {
    request: { host: string; query: string; locale: string | null; limit: number }
    chunk: never
    result: { hits: PassageHit[] }
  }
  'knowledge.ask': { request: { host: string; question: string; locale: string | null }; chunk: never; result: Answer }
  /** Marks a passage as not helpful for tickets of this intent; null takes it back. */
  'knowledge.dislike': { request: { host: string; passageId: string; intent: string | null }; chunk: never; result: null }
  'knowledge.state': { request: { host: string }; chunk: never; result: SyncState }
  /**
   * Sync is driven by a panel (it alone reaches the helpdesk tab). `begin` gives a lease for this port and says where to go
   * on; `put` stores one page and the cursor in one transaction; `finish` of a full listing deletes what was not seen.
   */
  'knowledge.sync.begin': {
    request: { host: string; full: boolean }
    chunk: never
    result: { lease: string | null; cursor: string | null; since: string | null; full: boolean }
  }
  'knowledge.sync.put': {
    request: { host: string; lease: string; articles: Article[]; cursor: string | null; total: number | null }
    chunk: never
    result: SyncState
  }
  'knowledge.sync.finish': { request: { host: string; lease: string }; chunk: never; result: SyncState }
  /** Every help centre that is on this device. */
  'knowledge.hosts': { request: null; chunk: never; result: { hosts: SyncState[] } }
  'knowledge.erase': { request: { host: string | null }; chunk: never; result: null }
  /** A team's labels and what was taught of them. */
  'labels.hosts': { request: null; chunk: never; result: { hosts: string[] } }
  'labels.list': { request: { host: string }; chunk: never; result: LabelsView }
  /** Creates a label (`id` null) or changes its definition. */
  'labels.save': {
    request: { host: string; id: string | null; name: string; description: string; titles: string[] }
    chunk: never
    result: LabelsView
  }
  'labels.remove': { request: { host: string; id: string }; chunk: never; result: LabelsView }
  'labels.set': {
    request: { host: string; label: string; name: string | null; hidden: boolean; field: { key: string; value: string } | null }
    chunk: never
    result: LabelsView
  }
  'labels.export': { request: { host: string }; chunk: never; result: LabelPack }
  'labels.import': { request: { host: string; pack: LabelPack }; chunk: never; result: LabelsView }
  'corrections.undo': { request: { host: string; key: string; undone: boolean }; chunk: never; result: LabelsView }
  'corrections.forget': { request: { host: string; key: string }; chunk: never; result: LabelsView }
  'engine.status': { request: null; chunk: never; result: EngineStatus }
}

export interface EngineStatus {
  encoder: {
    state: 'cold' | 'loading' | 'ready' | 'failed'
    model: string
    bytes: number
    progress: number
    threads: number
    lastMs: number
    error?: string
  }
  queue: number
}

/** Events the engine sends unasked on every port. */
export interface EngineEvents {
  'engine.status': EngineStatus
  'knowledge.state': SyncState
}
