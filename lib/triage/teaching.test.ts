import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import * as v from 'valibot'
import { afterEach, describe, expect, it } from 'vitest'
import { openFirstVersion } from '../store/first-version'
import { openKnowledgeDb } from '../store/knowledge-db'
import type { Heads } from './heads'
import { labelPackSchema } from './label-pack'
import { createTeaching, type TeachingStore } from './teaching'
import type { Encoder } from './types'

const HOST = 'acme.zendesk.com'
const LABELS = ['refund', 'order', 'out_of_scope']
const heads = {
  labels: (name: string) => (name === 'intent' ? LABELS : ['a', 'b']),
  scores: (name: string) => (name === 'intent' ? LABELS : ['a', 'b']).map((label) => ({ label, p: 1 / 3 })),
} as unknown as Heads

/** A vector a word, the same each time. */
const encoder: Encoder = {
  dimensions: 16,
  async encode(texts) {
    return texts.map((text) => {
      const vector = new Float32Array(16).fill(0.01)
      for (const word of text.toLowerCase().split(/\W+/)) {
        const place = [...word].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 16, 7)
        vector[place] = (vector[place] as number) + 1
      }
      const length = Math.hypot(...vector)
      return vector.map((value) => value / length)
    })
  },
}

let names: string[] = []
afterEach(async () => {
  await Promise.all(names.map((name) => Dexie.delete(name)))
  names = []
})

function open(name = `test-${names.length}-${Math.random()}`): TeachingStore & { name: string } {
  if (!names.includes(name)) names.push(name)
  return {
    ...createTeaching({ db: openKnowledgeDb(name), encoder, encoderId: 'e', heads: Promise.resolve(heads), now: () => 0 }),
    name,
  }
}

const definition = (name: string) => ({ name, description: '', titles: [] })
const vectorOf = async (text: string) => (await encoder.encode([text], 'query'))[0] as Float32Array

async function correct(store: TeachingStore, comment: string, label: string): Promise<string> {
  const key = `${HOST}|1|${comment}|intent`
  await store.correct({ key, host: HOST, ticketId: '1', head: 'intent', label, vector: await vectorOf(comment) })
  return key
}

/** What a message is then judged to be, to the bit. */
async function ranked(store: TeachingStore, text: string) {
  const teaching = await store.of(HOST, `${HOST}|1`)
  const scores = heads.scores('intent', new Float32Array(), null)
  return teaching.taught('intent').apply({ label: null, p: 0, ranked: scores }, await vectorOf(text), 0.5).ranked
}

describe('teaching', () => {
  it('survives a restart', async () => {
    const store = open()
    await store.save(HOST, null, definition('Broken lamp'))
    await correct(store, 'lamp flickers', 'order')
    await store.set({ host: HOST, label: 'refund', name: 'Money back', hidden: false, field: { key: 'topic', value: 'money' } })
    const before = await ranked(store, 'my lamp flickers')
    const again = open(store.name)
    expect(await ranked(again, 'my lamp flickers')).toEqual(before)
    const { labels, corrections } = await again.view(HOST)
    expect(labels[0]).toMatchObject({ name: 'Broken lamp', own: { name: 'Broken lamp' } })
    expect(labels.find(({ label }) => label === 'refund')).toMatchObject({
      name: 'Money back',
      field: { key: 'topic' },
      own: null,
    })
    expect(corrections).toHaveLength(1)
  })

  it('undone or forgotten is as never taught', async () => {
    const store = open()
    const never = open()
    for (const each of [store, never]) await correct(each, 'parcel late', 'order')
    const key = await correct(store, 'money please', 'refund')
    const plain = await ranked(never, 'money please now')
    expect(await ranked(store, 'money please now')).not.toEqual(plain)
    expect((await store.setUndone(HOST, key, true)).corrections).toHaveLength(2)
    expect(await ranked(store, 'money please now')).toEqual(plain)
    await store.setUndone(HOST, key, false)
    expect(await ranked(store, 'money please now')).not.toEqual(plain)
    expect((await store.forget(HOST, key)).corrections).toHaveLength(1)
    expect(await ranked(store, 'money please now')).toEqual(plain)
  })

  it('says which label a person gave a message', async () => {
    const store = open()
    await correct(store, 'c7', 'order')
    const teaching = await store.of(HOST, `${HOST}|1`)
    expect(teaching.settled('c7', 'intent')).toBe('order')
    expect(teaching.settled('c7', 'emotion')).toBeUndefined()
    expect((await store.of(HOST, `${HOST}|2`)).settled('c7', 'intent')).toBeUndefined()
  })

  it('takes a deleted label’s corrections with it, and leaves other helpdesks alone', async () => {
    const store = open()
    const { labels } = await store.save(HOST, null, definition('Broken lamp'))
    const id = labels[0]?.label as string
    await correct(store, 'lamp', id)
    await store.save('other.zendesk.com', null, definition('Elsewhere'))
    const after = await store.remove(HOST, id)
    expect(after.labels.map(({ label }) => label)).toEqual(LABELS)
    expect(after.corrections).toEqual([])
    expect((await store.view('other.zendesk.com')).labels[0]?.name).toBe('Elsewhere')
    await store.erase(HOST)
    expect(await store.hosts()).toEqual(['other.zendesk.com'])
  })
})

describe('label packs', () => {
  async function taught(words: [string, string][], name: string) {
    const store = open()
    const { labels } = await store.save(HOST, null, definition(name))
    for (const [comment, label] of words) await correct(store, comment, label === 'own' ? (labels[0]?.label as string) : label)
    return store.export(HOST)
  }

  it('hold names, vectors and weights, and not a word of a ticket', async () => {
    const pack = await taught([['confidential words', 'order']], 'Broken lamp')
    expect(v.safeParse(labelPackSchema, pack).success).toBe(true)
    expect(JSON.stringify(pack)).not.toMatch(/confidential|acme/)
  })

  it('of several agents merge to the same in any order, and twice is once', async () => {
    const one = await taught(
      [
        ['lamp flickers', 'own'],
        ['parcel late', 'order'],
      ],
      'Broken lamp',
    )
    const two = await taught(
      [
        ['door stuck', 'own'],
        ['parcel late', 'order'],
      ],
      'Stuck door',
    )
    const there = open()
    for (const pack of [one, two]) await there.import(HOST, pack)
    const back = open()
    for (const pack of [two, one, two]) await back.import(HOST, pack)
    expect(await ranked(back, 'the lamp flickers')).toEqual(await ranked(there, 'the lamp flickers'))
    const own = (store: TeachingStore) => store.view(HOST).then(({ labels }) => labels.filter((each) => each.own))
    expect(await own(back)).toEqual(await own(there))
    expect((await back.view(HOST)).corrections).toHaveLength(3)
  })

  it.each<[string, (pack: Awaited<ReturnType<typeof taught>>) => object]>([
    ['of another encoder', (pack) => ({ ...pack, encoder: 'f' })],
    ['with a vector that is cut off', (pack) => ({ ...pack, labels: [{ ...pack.labels[0], vector: 'AAAA' }] })],
    ['with examples of an unknown label', (pack) => ({ ...pack, labels: [] })],
  ])('%s are refused whole', async (_, change) => {
    const pack = await taught([['lamp flickers', 'own']], 'Broken lamp')
    const store = open()
    await expect(store.import(HOST, change(pack) as typeof pack)).rejects.toMatchObject({ code: 'bad-request' })
    expect(await store.hosts()).toEqual([])
  })

  it('with anything more in them are no packs', async () => {
    const pack = await taught([['lamp flickers', 'own']], 'Broken lamp')
    for (const change of [
      { text: 'x' },
      { version: 2 },
      { labels: [{ id: '<b>', name: 'x', vector: 'AAAA' }] },
      { examples: 'x' },
    ])
      expect(v.safeParse(labelPackSchema, { ...pack, ...change }).success).toBe(false)
  })
})

it('a database of the first version keeps its corrections', async () => {
  const name = `old-${Math.random()}`
  names.push(name)
  const old = openFirstVersion(name)
  await old.table('corrections').put({
    key: `${HOST}|1|c|intent`,
    host: HOST,
    ticketId: '1',
    head: 'intent',
    label: 'order',
    vector: await vectorOf('c'),
    at: '2026-11-01T00:00:00.000Z',
  })
  old.close()
  const db = openKnowledgeDb(name)
  expect(await db.corrections.toArray()).toMatchObject([
    { label: 'order', weight: 1, undone: false, origin: 'ticket', encoder: 'e5-small-36k.int8' },
  ])
  db.close()
})
