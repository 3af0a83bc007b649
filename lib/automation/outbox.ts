/**
 * Carries out approved inserts once or not at all. The record comes first, then the order to the tab, then the answer.
 * A worker killed at any point is survived: the same operation id asked again finds the record and looks what became of
 * it instead of writing again.
 */
import type { InsertResult, InsertTarget, ReplyBlock } from '../helpdesk/types'
import type { AuditEntry } from '../protocol/broker'
import { Failure } from '../protocol/errors'
import type { FromBroker, ToBroker } from '../protocol/helpdesk'
import { hashPayload } from '../protocol/payload-hash'
import type { OutboxEntry } from '../store/broker-db'

export interface Approval {
  opId: string
  target: InsertTarget
  blocks: ReplyBlock[]
  hash: string
}

export interface OutboxDeps {
  find(opId: string): Promise<OutboxEntry | null>
  /** Stores the entry durably before it returns; rejects when one with this id exists. */
  add(entry: OutboxEntry): Promise<void>
  settle(opId: string, result: InsertResult, at: string): Promise<void>
  audit(event: AuditEntry['event'], entry: OutboxEntry, outcome: string): Promise<void>
  /** Sends to the content script of the tab; null when nobody answered. */
  toTab(tabId: number, message: FromBroker): Promise<ToBroker | null>
  /** Host of the page in the tab now, null when it is not a helpdesk. */
  hostOf(tabId: number): Promise<string | null>
  textOf(blocks: ReplyBlock[]): string
  now(): string
}

export interface Outbox {
  /** Throws Failure `refused` for a payload that is not what was approved, `disconnected` when the tab gave no answer. */
  approve(tabId: number, approval: Approval): Promise<InsertResult>
}

export function createOutbox(deps: OutboxDeps): Outbox {
  /** Operations under way in this life of the worker; everything else is read from the store. */
  const running = new Map<string, Promise<InsertResult>>()

  async function settle(entry: OutboxEntry, result: InsertResult): Promise<InsertResult> {
    await deps.settle(entry.opId, result, deps.now())
    await deps.audit(result.ok ? 'insert.done' : 'insert.failed', entry, result.ok ? result.strategy : result.error.code)
    return result
  }

  async function lookUp(entry: OutboxEntry): Promise<InsertResult> {
    const look: FromBroker = { kind: 'insert.look', opId: entry.opId, target: entry.target, text: deps.textOf(entry.blocks) }
    const answer = await deps.toTab(entry.tabId, look)
    if (!answer || answer.opId !== entry.opId) throw new Failure('disconnected', 'the helpdesk tab gave no answer')
    if (answer.state === 'settled') return settle(entry, answer.result)
    if (answer.present) return settle(entry, { ok: true, strategy: 'read-back' })
    // The tab never heard of it and the editor does not hold it: the order was lost on its way, so it goes out now.
    return write(entry)
  }

  async function write(entry: OutboxEntry): Promise<InsertResult> {
    const order: FromBroker = { kind: 'insert.run', opId: entry.opId, target: entry.target, blocks: entry.blocks }
    const answer = await deps.toTab(entry.tabId, order)
    if (answer?.opId === entry.opId && answer.state === 'settled') return settle(entry, answer.result)
    throw new Failure('disconnected', 'the helpdesk tab gave no answer')
  }

  async function carryOut(tabId: number, approval: Approval): Promise<InsertResult> {
    const hash = await hashPayload(approval.target, approval.blocks)
    if (hash !== approval.hash) throw new Failure('refused', 'the payload is not what was approved')
    const known = await deps.find(approval.opId)
    if (known) {
      if (known.payloadHash !== hash || known.tabId !== tabId)
        throw new Failure('refused', 'this approval was for something else')
      return known.result ?? lookUp(known)
    }
    if ((await deps.hostOf(tabId)) !== approval.target.host) throw new Failure('refused', 'the tab shows another helpdesk')
    const { opId, target, blocks } = approval
    const createdAt = deps.now()
    const entry: OutboxEntry = {
      opId,
      tabId,
      target,
      blocks,
      payloadHash: hash,
      state: 'pending',
      result: null,
      createdAt,
      settledAt: null,
    }
    await deps.add(entry)
    await deps.audit('insert.approved', entry, '')
    return write(entry)
  }

  return {
    approve(tabId, approval) {
      const under = running.get(approval.opId)
      if (under) return under
      const started = carryOut(tabId, approval).finally(() => running.delete(approval.opId))
      running.set(approval.opId, started)
      return started
    },
  }
}
