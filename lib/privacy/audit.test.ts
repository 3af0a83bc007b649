import { expect, it } from 'vitest'
import type { AuditEntry } from '../protocol/broker'
import { firstBrokenLink, linkEntry } from './audit'

const facts = (opId: string) => ({
  at: '2026-11-24T10:00:00.000Z',
  event: 'insert.approved' as const,
  host: 'acme.zendesk.com',
  ticketId: '101',
  opId,
  payloadHash: 'ab',
  outcome: '',
})

async function chain(): Promise<AuditEntry[]> {
  const first = await linkEntry(null, facts('a'))
  const second = await linkEntry(first, facts('b'))
  return [first, second, await linkEntry(second, facts('c'))]
}

it('holds when untouched', async () => {
  expect(await firstBrokenLink(await chain())).toBeNull()
})

it('shows an edited, a removed and a swapped entry', async () => {
  const [a, b, c] = (await chain()) as [AuditEntry, AuditEntry, AuditEntry]
  expect(await firstBrokenLink([a, { ...b, ticketId: '102' }, c])).toBe(2)
  expect(await firstBrokenLink([a, c])).toBe(3)
  expect(await firstBrokenLink([b, a, c])).toBe(2)
})
