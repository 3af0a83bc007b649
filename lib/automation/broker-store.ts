/** The outbox's and the audit chain's hold on the database. */
import { type AuditFacts, linkEntry } from '../privacy/audit'
import type { AuditEntry } from '../protocol/broker'
import type { BrokerDb } from '../store/broker-db'
import type { OutboxDeps } from './outbox'

/** Settled operations are kept this long so that a late repeat still finds its answer. */
const KEEP_SETTLED_MS = 24 * 60 * 60 * 1000

type StoreDeps = Pick<OutboxDeps, 'find' | 'add' | 'settle' | 'audit'>

export function createBrokerStore(
  db: BrokerDb,
  now: () => string,
): StoreDeps & { auditAfter(seq: number, limit: number): Promise<AuditEntry[]>; prune(): Promise<void>; erase(): Promise<void> } {
  /** Links are made one after the other: each needs the hash of the one before. */
  let tail: Promise<unknown> = Promise.resolve()

  function append(facts: Omit<AuditFacts, 'at'>): Promise<void> {
    const appended = tail.then(async () => {
      const previous = (await db.audit.orderBy('seq').last()) ?? null
      await db.audit.add(await linkEntry(previous, { at: now(), ...facts }))
    })
    tail = appended.catch(() => undefined)
    return appended
  }

  return {
    find: async (opId) => (await db.outbox.get(opId)) ?? null,
    async add(entry) {
      await db.outbox.add(entry)
    },
    async settle(opId, result, at) {
      await db.outbox.update(opId, { state: result.ok ? 'done' : 'failed', result, settledAt: at, blocks: [] })
    },
    audit(event, entry, outcome) {
      const { host, ticketId } = entry.target
      return append({ event, host, ticketId, opId: entry.opId, payloadHash: entry.payloadHash, outcome })
    },
    async erase() {
      await db.outbox.filter((entry) => entry.state !== 'pending').delete()
      await append({ event: 'erased', host: '', ticketId: '', opId: '', payloadHash: '', outcome: 'done' })
    },
    auditAfter: (seq, limit) => db.audit.where('seq').above(seq).limit(limit).toArray(),
    async prune() {
      const before = new Date(Date.parse(now()) - KEEP_SETTLED_MS).toISOString()
      await db.outbox.where('createdAt').below(before).delete()
    },
  }
}
