/** Messages from extension pages to the background (`runtime.sendMessage`). One request, one Result. */
import type { InsertResult, InsertTarget, ReplyBlock } from '../helpdesk/types'
import type { Result } from './errors'

export interface BrokerCalls {
  /** Starts the engine page unless it runs. */
  'engine.open': { request: null; result: null }
  /**
   * A person pressed Insert on exactly this payload. Idempotent by `opId`: asking again gives the state of the same
   * operation and never writes twice. `tabId` is used from the side panel only; a frame's own tab comes from the sender.
   */
  'insert.approve': {
    request: { opId: string; tabId: number | null; target: InsertTarget; blocks: ReplyBlock[]; hash: string }
    result: InsertResult
  }
  'options.open': { request: { page: string } | null; result: null }
  'sidepanel.open': { request: null; result: null }
  /** Erases settled operations and says so in the audit chain, which stays. */
  'broker.erase': { request: null; result: null }
  'audit.list': { request: { after: number; limit: number }; result: AuditEntry[] }
}

export type BrokerMessage = {
  [K in keyof BrokerCalls]: { target: 'broker'; kind: K; payload: BrokerCalls[K]['request'] }
}[keyof BrokerCalls]
export type BrokerReply<K extends keyof BrokerCalls> = Result<BrokerCalls[K]['result']>

/** One link of the audit chain: ids and hashes, never customer text. */
export interface AuditEntry {
  seq: number
  at: string
  event: 'insert.approved' | 'insert.done' | 'insert.refused' | 'insert.failed' | 'erased'
  host: string
  ticketId: string
  opId: string
  payloadHash: string
  outcome: string
  /** SHA-256 of the previous entry's hash and this entry's fields, hex. */
  hash: string
}
