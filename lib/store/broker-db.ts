/** The background's own database: approved operations and the audit chain. Only the background opens it for writing. */
import Dexie, { type EntityTable } from 'dexie'
import type { InsertResult, InsertTarget, ReplyBlock } from '../helpdesk/types'
import type { AuditEntry } from '../protocol/broker'

export interface OutboxEntry {
  opId: string
  tabId: number
  target: InsertTarget
  /** Removed once settled: the text lives on in the helpdesk only. */
  blocks: ReplyBlock[]
  payloadHash: string
  state: 'pending' | 'done' | 'failed'
  result: InsertResult | null
  createdAt: string
  settledAt: string | null
}

export type BrokerDb = Dexie & {
  outbox: EntityTable<OutboxEntry, 'opId'>
  audit: EntityTable<AuditEntry, 'seq'>
}

/** Opens `overdesk-broker`. Writes are durable before they resolve: an approval must survive a crash. */
export function openBrokerDb(): BrokerDb {
  const db = new Dexie('overdesk-broker', { chromeTransactionDurability: 'strict' }) as BrokerDb
  db.version(1).stores({ outbox: 'opId, createdAt', audit: 'seq' })
  return db
}
