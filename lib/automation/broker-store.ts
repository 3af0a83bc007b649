/** The outbox's and the audit chain's hold on the database. */
import { linkEntry } from '../privacy/audit'
import type { AuditEntry } from '../protocol/broker'
import type { BrokerDb, OutboxEntry } from '../store/broker-db'
import type { OutboxDeps } from './outbox'

/** Settled operations are kept this long so that a late repeat still finds its answer. */
const KEEP_SETTLED_MS = 24 * 60 * 60 * 1000

type StoreDeps = Pick<OutboxDeps, 'find' | 'add' | 'settle' | 'audit'>

export function createBrokerStore(
  db: BrokerDb,
  now: () => string,
): StoreDeps & { auditAfter(seq: number, limit: number): Promise<AuditEntry[]>; prune(): Promise<void> } {
  /** Links are made one after the other: each needs the hash of the one before. */
  let tail: Promise<unknown> = Promise.resolve()

  async function append(event: AuditEntry['event'], entry: OutboxEntry, outcome: string): Promise<void> {
    const previous = (await db.audit.orderBy('seq').last()) ?? null
    const { host, ticketId } = entry.target
    const link = await linkEntry(previous, {
      at: now(),
      event,
      host,
      ticketId,
      opId: entry.opId,
      payloadHash: entry.payloadHash,
      outcome,
    })
    await db.audit.add(link)
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
      const appended = tail.then(() => append(event, entry, outcome))
      tail = appended.catch(() => undefined)
      return appended
    },
    auditAfter: (seq, limit) => db.audit.where('seq').above(seq).limit(limit).toArray(),
    async prune() {
      const before = new Date(Date.parse(now()) - KEEP_SETTLED_MS).toISOString()
      await db.outbox.where('createdAt').below(before).delete()
    },
  }
}
