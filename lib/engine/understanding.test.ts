import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import type { Ticket } from '../helpdesk/types'
import { type ErrorCode, Failure } from '../protocol/errors'
import { openKnowledgeDb } from '../store/knowledge-db'
import { cleanComments } from '../triage/clean'
import type { Heads } from '../triage/heads'
import { createTeaching } from '../triage/teaching'
import type { Encoder } from '../triage/types'
import { triageOf, type UnderstandingDeps, understand } from './understanding'

const TEXT =
  'This is unacceptable!! Smoke came out of the lamp, it is urgent. My lawyer will write to you. I move to another shop.'
const by = { author: { id: '7', name: 'M', role: 'requester' }, public: true, createdAt: '' }
const ticket = {
  host: 'acme.zendesk.com',
  id: '1',
  subject: 'Lamp',
  comments: [
    { id: 'a', ...by, html: '<p>Is my lamp under warranty?</p>' },
    { id: 'c', ...by, html: `<p>${TEXT}</p>` },
  ],
} as unknown as Ticket
const signal = new AbortController().signal

/** Text after text, so that a sentence has a vector of its own. */
function world(change: { fail?: ErrorCode; headsFail?: boolean; churnAt?: RegExp } = {}) {
  const encoded: string[] = []
  const asked: { text: string; vector: Float32Array | null }[] = []
  const encoder: Encoder = {
    dimensions: 2,
    async encode(texts) {
      if (change.fail) throw new Failure(change.fail, 'x')
      encoded.push(...texts)
      return texts.map((text) => Float32Array.from([1, change.churnAt?.test(text) ? 1 : 0]))
    },
  }
  const ready = {
    labels: (name: string) => (name === 'risk' ? ['churn', 'legal'] : ['no', 'yes']),
    scores: (name: string, [, churn = 0]: Float32Array) =>
      name === 'risk'
        ? [
            { label: 'churn', p: churn * 0.9 },
            { label: 'legal', p: 0.95 },
          ]
        : [
            { label: 'no', p: 0.9 },
            { label: 'yes', p: 0.1 },
          ],
    answersFrom: () => 0.5,
    judge: () => ({ label: 'no', p: 0.9, ranked: [{ label: 'no', p: 0.9 }] }),
  } as unknown as Heads
  const heads = change.headsFail ? Promise.reject(new Failure('model-damaged', 'x')) : Promise.resolve(ready)
  heads.catch(() => undefined)
  const teaching = createTeaching({ db: openKnowledgeDb('understanding'), encoder, encoderId: 'e', heads, now: () => 0 })
  const deps: UnderstandingDeps = {
    encoder,
    heads,
    teaching,
    knowledge: {
      async find(_, query) {
        asked.push(query)
        return []
      },
    },
  }
  return { deps, encoded, asked }
}

describe('without a model', () => {
  it.each<[string, Parameters<typeof world>[0]]>([
    ['a damaged model', { fail: 'model-damaged' }],
    ['a missing model', { fail: 'model-missing' }],
    ['damaged heads', { headsFail: true }],
  ])('%s leaves cues, patterns and the search by words', async (_, change) => {
    const { deps, asked } = world(change)
    const { triage } = await understand(ticket, deps, signal)
    expect(triage.withoutModel).toBe(change?.fail ?? 'model-damaged')
    expect([triage.intent.label, triage.emotion.label, triage.urgency.label]).toEqual([null, null, null])
    expect(triage.emotion.ranked[0]?.label).toBe('angry')
    expect(triage.urgency.ranked[0]?.label).toBe('critical')
    expect(triage.language.label).toBe('en')
    expect(triage.risks.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['legal', 'vulnerable']))
    expect(triage.escalation?.level).toBe('supervisor')
    expect(asked).toMatchObject([{ vector: null, text: expect.stringContaining('out of the lamp') }])
  })

  it('a cancelled call stays cancelled', async () => {
    const { deps } = world({ fail: 'cancelled' })
    await expect(triageOf(ticket, cleanComments(ticket), deps, signal)).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('risks', () => {
  it('the head adds one that no pattern names, with the sentence that speaks for it', async () => {
    const { deps } = world({ churnAt: /another shop/ })
    const { triage } = await triageOf(ticket, cleanComments(ticket), deps, signal)
    expect(triage.risks).toContainEqual({ kind: 'churn', sentence: 'I move to another shop.' })
    expect(triage.risks.filter(({ kind }) => kind === 'legal')).toEqual([
      { kind: 'legal', sentence: expect.stringContaining('lawyer') },
    ])
    expect(triage.withoutModel).toBeNull()
  })

  it('no sentence is read by itself where the head sees no further risk', async () => {
    const { deps, encoded } = world()
    await triageOf(ticket, cleanComments(ticket), deps, signal)
    expect(encoded).toHaveLength(2)
  })
})
