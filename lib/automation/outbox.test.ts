import { describe, expect, it } from 'vitest'
import type { InsertResult, InsertTarget, ReplyBlock } from '../helpdesk/types'
import type { FromBroker, ToBroker } from '../protocol/helpdesk'
import { hashPayload } from '../protocol/payload-hash'
import type { OutboxEntry } from '../store/broker-db'
import { createOutbox } from './outbox'

const target: InsertTarget = { host: 'acme.zendesk.com', ticketId: '101', channel: 'public', lastCommentId: '9' }
const blocks: ReplyBlock[] = [{ kind: 'paragraph', spans: [{ text: 'Hello' }] }]
const hash = await hashPayload(target, blocks)
const approval = { opId: 'op-1', target, blocks, hash }

/** A tab that writes once per operation id and can lose its answers or its orders. */
function setUp() {
  const entries = new Map<string, OutboxEntry>()
  const tab = {
    writes: 0,
    results: new Map<string, InsertResult>(),
    loseAnswers: 0,
    loseOrders: 0,
    host: 'acme.zendesk.com',
    editor: '',
  }
  const events: string[] = []
  const make = () =>
    createOutbox({
      find: async (opId) => entries.get(opId) ?? null,
      add: async (entry) => {
        if (entries.has(entry.opId)) throw new Error('exists')
        entries.set(entry.opId, structuredClone(entry))
      },
      settle: async (opId, result) => {
        const entry = entries.get(opId)
        if (entry) Object.assign(entry, { state: result.ok ? 'done' : 'failed', result })
      },
      audit: async (event) => void events.push(event),
      hostOf: async () => tab.host,
      textOf: () => 'Hello',
      now: () => '2026-11-24T10:00:00.000Z',
      toTab: async (_tabId, message: FromBroker): Promise<ToBroker | null> => {
        if (tab.loseOrders-- > 0) return null
        if (message.kind === 'insert.run' && !tab.results.has(message.opId)) {
          tab.writes++
          tab.editor = 'Hello'
          tab.results.set(message.opId, { ok: true, strategy: 'paste' })
        }
        const result = tab.results.get(message.opId)
        if (tab.loseAnswers-- > 0) return null
        if (result) return { opId: message.opId, state: 'settled', result }
        return { opId: message.opId, state: 'unknown', present: message.kind === 'insert.look' && tab.editor === message.text }
      },
    })
  return { make, tab, entries, events }
}

describe('outbox', () => {
  it('records, writes once and settles', async () => {
    const { make, tab, entries, events } = setUp()
    expect(await make().approve(7, approval)).toEqual({ ok: true, strategy: 'paste' })
    expect(tab.writes).toBe(1)
    expect(entries.get('op-1')?.state).toBe('done')
    expect(events).toEqual(['insert.approved', 'insert.done'])
  })

  it('gives one answer to two askers', async () => {
    const { make, tab } = setUp()
    const outbox = make()
    await Promise.all([outbox.approve(7, approval), outbox.approve(7, approval)])
    expect(tab.writes).toBe(1)
  })

  it('finds out what became of it after the worker died, without writing again', async () => {
    const { make, tab } = setUp()
    tab.loseAnswers = 1
    await expect(make().approve(7, approval)).rejects.toMatchObject({ code: 'disconnected' })
    expect(await make().approve(7, approval)).toEqual({ ok: true, strategy: 'paste' })
    expect(tab.writes).toBe(1)
  })

  it('writes after all when the order never arrived', async () => {
    const { make, tab } = setUp()
    tab.loseOrders = 1
    await expect(make().approve(7, approval)).rejects.toMatchObject({ code: 'disconnected' })
    expect(await make().approve(7, approval)).toEqual({ ok: true, strategy: 'paste' })
    expect(tab.writes).toBe(1)
  })

  it('believes the editor when the page was loaded again and forgot the operation', async () => {
    const { make, tab } = setUp()
    tab.loseAnswers = 1
    await expect(make().approve(7, approval)).rejects.toMatchObject({ code: 'disconnected' })
    tab.results.clear()
    expect(await make().approve(7, approval)).toEqual({ ok: true, strategy: 'read-back' })
    expect(tab.writes).toBe(1)
  })

  it('refuses a payload that differs from what was approved, another tab, and another host', async () => {
    const { make, tab } = setUp()
    const other: ReplyBlock[] = [{ kind: 'paragraph', spans: [{ text: 'Hello!' }] }]
    await expect(make().approve(7, { ...approval, blocks: other })).rejects.toMatchObject({ code: 'refused' })
    await make().approve(7, approval)
    await expect(make().approve(8, approval)).rejects.toMatchObject({ code: 'refused' })
    await expect(make().approve(7, { ...approval, blocks: other, hash: await hashPayload(target, other) })).rejects.toMatchObject(
      {
        code: 'refused',
      },
    )
    tab.host = 'evil.example'
    await expect(make().approve(7, { ...approval, opId: 'op-2' })).rejects.toMatchObject({ code: 'refused' })
    expect(tab.writes).toBe(1)
  })
})
