import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ActiveTicket, InsertResult, Ticket } from '../helpdesk/types'
import type { PortClient } from '../protocol/client'
import type { EngineCalls, EngineEvents } from '../protocol/engine'
import { Failure } from '../protocol/errors'
import type { HelpdeskCalls, HelpdeskEvents } from '../protocol/helpdesk'
import { createSession } from './session'

const ticketOf = (id: string): Ticket => ({
  helpdesk: 'zendesk',
  host: 'acme.zendesk.com',
  id,
  subject: `Subject ${id}`,
  status: '',
  priority: null,
  type: null,
  tags: [],
  fields: [],
  group: null,
  assignee: null,
  requester: { id: '7', name: 'Marta', role: 'requester' },
  agent: null,
  history: [],
  source: 'api',
  comments: [{ id: `c${id}`, author: { id: '7', name: 'Marta', role: 'requester' }, public: true, createdAt: '', html: 'Hello' }],
})

/** A helpdesk and an engine that answer when they are told to. */
function setUp() {
  const listeners = new Map<string, (payload: never) => void>()
  const reads = new Map<string, (ticket: Ticket) => void>()
  const approvals: { opId: string; target: unknown }[] = []
  const answers: (InsertResult | Failure)[] = []
  const on = (kind: string, listener: (payload: never) => void) => {
    listeners.set(kind, listener)
    return () => listeners.delete(kind)
  }
  const helpdesk = {
    on,
    onLost: () => () => undefined,
    close: () => undefined,
    call: (kind: string, request: { ticketId: string }) =>
      kind === 'ticket.read' ? new Promise((resolve) => reads.set(request.ticketId, resolve)) : Promise.resolve(null),
  } as unknown as PortClient<HelpdeskCalls, HelpdeskEvents>
  const engine = {
    on,
    onLost: () => () => undefined,
    close: () => undefined,
    call: (kind: string) =>
      Promise.resolve(
        kind === 'knowledge.state'
          ? { host: 'acme.zendesk.com', phase: 'idle', lastSync: new Date(0).toISOString() }
          : kind === 'reply.check'
            ? { checks: [] }
            : { triage: null, passages: [] },
      ),
  } as unknown as PortClient<EngineCalls, EngineEvents>
  const session = createSession({
    helpdesk,
    engine,
    tabId: null,
    options: { tone: 'neutral', length: 'normal', language: null },
    now: () => 0,
    onLost: () => undefined,
    approve: async (payload) => {
      approvals.push(payload)
      const next = answers.shift() ?? { ok: true, strategy: 'test' }
      if (next instanceof Failure) throw next
      return next
    },
  })
  const activate = (id: string | null, reason: 'ticket' | 'comments' = 'ticket') => {
    const active: ActiveTicket | null = id === null ? null : { ticketId: id, channel: 'public' }
    listeners.get('helpdesk.active')?.({
      helpdesk: 'zendesk',
      host: 'acme.zendesk.com',
      active,
      reason,
      theme: 'light',
      missing: [],
    } as never)
  }
  const read = async (id: string) => {
    reads.get(id)?.(ticketOf(id))
    await vi.waitFor(() => expect(session.state.busy).toBeNull())
  }
  return { session, activate, read, reads, approvals, answers }
}

afterEach(() => vi.useRealTimers())

describe('the panel’s session', () => {
  it('drops what comes for a ticket that the agent has left', async () => {
    const { session, activate, read, reads } = setUp()
    activate('1')
    await vi.waitFor(() => expect(reads.has('1')).toBe(true))
    activate('2')
    await vi.waitFor(() => expect(reads.has('2')).toBe(true))
    reads.get('1')?.(ticketOf('1'))
    await read('2')
    expect(session.state.ticket?.id).toBe('2')
  })

  it('keeps the agent’s own text for each ticket', async () => {
    const { session, activate, read } = setUp()
    activate('1')
    await read('1')
    session.edit('Mine for one')
    activate('2')
    await read('2')
    expect(session.state.reply.text).toBe('')
    activate('1')
    expect(session.state.reply.text).toBe('Mine for one')
  })

  it('asks again with the same operation when the answer is lost, and with a new one afterwards', async () => {
    const { session, activate, read, approvals, answers } = setUp()
    activate('1')
    await read('1')
    session.edit('Text')
    answers.push(new Failure('disconnected', 'worker died'))
    await session.insert()
    expect(approvals.map((each) => each.opId)).toEqual([approvals[0]?.opId, approvals[0]?.opId])
    expect(session.state.notice).toBe('inserted')
    await session.insert()
    expect(approvals[2]?.opId).not.toBe(approvals[0]?.opId)
    expect(approvals[0]?.target).toEqual({ host: 'acme.zendesk.com', ticketId: '1', channel: 'public', lastCommentId: 'c1' })
  })

  it('words a refusal and keeps the text', async () => {
    const { session, activate, read, answers } = setUp()
    activate('1')
    await read('1')
    session.edit('Text')
    answers.push({ ok: false, error: { code: 'new-comment', message: '' } })
    await session.insert()
    expect(session.state.error?.error.code).toBe('new-comment')
    expect(session.state.reply.text).toBe('Text')
  })
})
