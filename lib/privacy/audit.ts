/** The audit chain: each entry carries the hash of the one before, so a removed or edited entry shows. No ticket text. */
import type { AuditEntry } from '../protocol/broker'
import { sha256Hex } from '../protocol/payload-hash'

export type AuditFacts = Omit<AuditEntry, 'seq' | 'hash'>

const GENESIS = '0'.repeat(64)

/** The next link after `previous` (null for the first). */
export async function linkEntry(previous: AuditEntry | null, facts: AuditFacts): Promise<AuditEntry> {
  const seq = (previous?.seq ?? 0) + 1
  const hash = await sha256Hex(canonical(previous?.hash ?? GENESIS, seq, facts))
  const { at, event, host, ticketId, opId, payloadHash, outcome } = facts
  return { seq, at, event, host, ticketId, opId, payloadHash, outcome, hash }
}

/** Sequence number of the first entry that does not fit the one before it, or null when the chain is whole. */
export async function firstBrokenLink(entries: AuditEntry[]): Promise<number | null> {
  let previous: AuditEntry | null = null
  for (const entry of entries) {
    const expected = await linkEntry(previous, entry)
    if (expected.seq !== entry.seq || expected.hash !== entry.hash) return entry.seq
    previous = entry
  }
  return null
}

function canonical(previousHash: string, seq: number, facts: AuditFacts): string {
  const { at, event, host, ticketId, opId, payloadHash, outcome } = facts
  return JSON.stringify([previousHash, seq, at, event, host, ticketId, opId, payloadHash, outcome])
}
