/** The library over a fake IndexedDB: what is searchable is durable, and the other way round. */
import 'fake-indexeddb/auto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Article } from '../helpdesk/types'
import { openFirstVersion } from '../store/first-version'
import { type KnowledgeDb, openKnowledgeDb } from '../store/knowledge-db'
import { createCorpusStore } from './corpus-store'
import type { IndexedDocument } from './index/types'
import type { Kernel } from './kernel/kernel'
import { openNodeKernel } from './kernel/node'
import { createLibrary, type Library } from './library'

const HOST = 'acme.example.com'
const WIDTH = 16

const article = (change: Partial<Article>): Article => ({
  id: '1',
  locale: 'en-us',
  title: 'Refunds',
  html: '',
  url: '',
  section: '',
  category: '',
  labels: [],
  visibility: 'everyone',
  draft: false,
  editedAt: '',
  ...change,
})

const ARTICLES = [
  article({ id: 'refund', title: 'Refund of a returned lamp', html: '<p>A refund takes 14 days.</p>' }),
  article({ id: 'wifi', title: 'Wi-Fi drops', html: '<p>Restart the router.</p>', section: 'Network' }),
  article({ id: 'refund', locale: 'zh-cn', title: '退款', html: '<p>退款需要14天。</p>' }),
]

let kernel: Kernel
let db: KnowledgeDb
let count = 0
beforeAll(async () => {
  kernel = await openNodeKernel()
})
beforeEach(() => {
  db = openKnowledgeDb(`knowledge-${count++}`)
})

const open = (encoderId = 'a', over = db): Library =>
  createLibrary({ db: over, kernel, dimensions: WIDTH, encoderId, now: Date.now })

async function sync(library: Library, articles: Article[], full = true): Promise<void> {
  const { lease } = await library.begin(HOST, full, 'test')
  await library.put(HOST, lease as string, articles, null, null)
  await library.finish(HOST, lease as string)
}

const find = async (library: Library, text: string, change: Partial<Parameters<Library['find']>[1]> = {}) =>
  (await library.find(HOST, { text, vector: null, locale: 'en', intent: null, limit: 5, ...change })).map(
    ({ passage }) => passage.id,
  )

/** Points at the number of letters: alike texts, alike vectors. */
function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(WIDTH)
  for (const letter of text) vector[letter.charCodeAt(0) % WIDTH] = (vector[letter.charCodeAt(0) % WIDTH] as number) + 1
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

async function embedAll(library: Library): Promise<number> {
  let made = 0
  for (;;) {
    const missing = await library.missing(HOST, 2)
    if (missing.length === 0) return made
    await library.putVectors(
      HOST,
      missing,
      missing.map(({ text }) => vectorOf(text)),
    )
    made += missing.length
  }
}

describe('search', () => {
  it('finds by words, in the asker’s language first, one language of an article only', async () => {
    const library = open()
    await sync(library, ARTICLES)
    expect((await find(library, 'when is my refund'))[0]).toBe(`${HOST}|refund|en-us|0`)
    expect((await find(library, '我的退款', { locale: 'zh' }))[0]).toBe(`${HOST}|refund|zh-cn|0`)
    expect((await find(library, 'refund 退款', { locale: 'zh' })).length).toBe(1)
    expect(await find(library, 'refund router', { filter: { sections: ['Network'] } })).toEqual([`${HOST}|wifi|en-us|0`])
  })

  it('leaves out what was marked as not helpful for the intent', async () => {
    const library = open()
    await sync(library, ARTICLES)
    await library.dislike(HOST, `${HOST}|refund|en-us|0`, 'refund')
    expect(await find(library, 'when is my refund', { intent: 'refund' })).not.toContain(`${HOST}|refund|en-us|0`)
    expect(await find(library, 'when is my refund')).toContain(`${HOST}|refund|en-us|0`)
  })

  it('finds what may answer and says when nothing does', async () => {
    const library = open()
    await sync(library, ARTICLES)
    const known = await library.sources(HOST, 'Refund takes how many days?', null, 'en')
    expect(known.known && known.sources[0]?.passage.text).toContain('A refund takes 14 days.')
    expect((await library.sources(HOST, 'Which planet has the most moons?', null, 'en')).known).toBe(false)
  })
})

describe('changes', () => {
  it('are found at once, and by the next who opens the database', async () => {
    const library = open()
    await sync(library, ARTICLES)
    await sync(library, [article({ id: 'wifi', title: 'Wi-Fi drops', html: '<p>Feed the mule.</p>', editedAt: '2' })], false)
    for (const each of [library, open()]) {
      expect(await find(each, 'mule')).toEqual([`${HOST}|wifi|en-us|0`])
      expect(await find(each, 'router')).toEqual([])
    }
    await sync(library, ARTICLES.slice(0, 1))
    for (const each of [library, open()]) {
      expect(await find(each, 'mule 退款')).toEqual([])
      expect((await each.state(HOST)).passages).toBe(1)
    }
  })

  it('come whole or not at all', async () => {
    const library = open()
    await sync(library, ARTICLES)
    const { lease } = await library.begin(HOST, false, 'test')
    const broken = article({ id: 'new', html: '<p>gramophone</p>', editedAt: Symbol('not storable') as unknown as string })
    await expect(
      library.put(HOST, lease as string, [article({ id: 'wifi', html: '<p>mule</p>', editedAt: '3' }), broken], 'next', null),
    ).rejects.toThrow()
    for (const each of [library, open()]) {
      expect(await find(each, 'mule gramophone')).toEqual([])
      expect(await find(each, 'router')).toEqual([`${HOST}|wifi|en-us|0`])
    }
  })

  it('change no answer when the segments are joined', async () => {
    const library = open()
    for (let at = 0; at < 20; at++)
      await sync(library, [article({ id: `a${at}`, title: `word${at}`, html: `<p>common number${at % 3}</p>` })], false)
    await embedAll(library)
    const before = await find(library, 'common number1 word7', { limit: 30 })
    expect(before).toHaveLength(20)
    expect(await db.segments.count()).toBe(20)
    while (await library.tidy(HOST));
    expect(await db.segments.count()).toBeLessThanOrEqual(8)
    expect(await db.postings.count()).toBe(await db.segments.count())
    for (const each of [library, open()]) {
      expect((await find(each, 'common number1 word7', { limit: 30 })).sort()).toEqual(before.slice().sort())
      expect((await find(each, 'word7'))[0]).toBe(`${HOST}|a7|en-us|0`)
      expect((await each.state(HOST)).embedded).toBe(20)
    }
  })
})

describe('vectors', () => {
  it('survive, and are made again for another encoder or another text only', async () => {
    const library = open()
    await sync(library, ARTICLES)
    expect(await embedAll(library)).toBe(3)
    expect((await open().state(HOST)).embedded).toBe(3)
    expect((await open('b').state(HOST)).embedded).toBe(0)
    await sync(library, [article({ id: 'wifi', title: 'Wi-Fi drops', html: '<p>Feed the mule.</p>', editedAt: '2' })], false)
    expect(await embedAll(open())).toBe(1)
  })

  it('are found by and ranked with words', async () => {
    const library = open()
    await sync(library, ARTICLES)
    await embedAll(library)
    const vector = vectorOf('Restart the router.')
    for (const each of [library, open()]) {
      await each.state(HOST)
      const hits = await each.find(HOST, { text: 'nothing of that', vector, locale: null, intent: null, limit: 3 })
      expect(hits[0]?.passage.id).toBe(`${HOST}|wifi|en-us|0`)
      expect(hits[0]?.cosine).toBeCloseTo(1, 1)
    }
  })

  it('do not stick to a passage that changed while they were made', async () => {
    const library = open()
    await sync(library, ARTICLES)
    const before = await library.missing(HOST, 3)
    await sync(library, [article({ id: 'wifi', title: 'Wi-Fi drops', html: '<p>Feed the mule.</p>', editedAt: '2' })], false)
    await library.putVectors(
      HOST,
      before,
      before.map(({ text }) => vectorOf(text)),
    )
    expect((await library.missing(HOST, 3)).map(({ text }) => text)).toEqual(['Feed the mule.'])
  })
})

it('erases a host and leaves nothing of it', async () => {
  const library = open()
  await sync(library, ARTICLES)
  await embedAll(library)
  await library.erase(HOST)
  for (const table of db.tables) expect(await table.count(), table.name).toBe(0)
  expect(await find(library, 'refund')).toEqual([])
})

it('holds a second corpus apart: solved tickets', async () => {
  const store = createCorpusStore({ db, kernel, width: WIDTH, encoderId: 'a', documentsOf: async () => [] })
  const solved = (key: string, team: string, text: string): IndexedDocument => ({
    key,
    locale: 'en',
    section: '',
    permission: 'agents',
    team,
    draft: false,
    passages: [{ title: text, heading: '', text }],
  })
  await sync(open(), ARTICLES)
  await store.update(`${HOST}#tickets`, [], async () => ({
    put: [solved('7', 'billing', 'Refund never came'), solved('8', 'network', 'Refund of a router')],
    removed: [],
  }))
  const tickets = await store.open(`${HOST}#tickets`)
  const keys = (team?: string) =>
    tickets
      .search({ text: 'refund', vector: null, locale: 'en', ...(team ? { filter: { team } } : {}) })
      .map(({ entry }) => entry.key)
      .sort()
  expect(keys()).toEqual(['7', '8'])
  expect(keys('billing')).toEqual(['7'])
  expect((await (await store.open(HOST)).search({ text: 'router', vector: null, locale: 'en' })).length).toBe(1)
})

it('opens a database of version 1: words are indexed, vectors taken over', async () => {
  const name = `knowledge-${count++}`
  const old = openFirstVersion(name)
  const key = `${HOST}|wifi|en-us`
  const { html: _, ...rest } = article({ id: 'wifi', title: 'Wi-Fi drops' })
  await old.table('articles').put({ ...rest, key, host: HOST, seen: 1 })
  for (const [at, text] of ['Restart the router.', 'Call us.'].entries())
    await old.table('passages').put({
      id: `${key}|${at}`,
      host: HOST,
      articleKey: key,
      articleId: 'wifi',
      locale: 'en-us',
      title: 'Wi-Fi drops',
      heading: '',
      text,
      url: '',
      visibility: 'everyone',
      draft: false,
      editedAt: '',
    })
  const values = Int8Array.from({ length: WIDTH }, (_, i) => i - 8)
  await old.table('vectors').put({ id: `${key}|1`, host: HOST, articleKey: key, encoder: 'a', values, scale: 0.01 })
  old.close()
  const over = openKnowledgeDb(name)
  for (const library of [open('a', over), open('a', over)]) {
    expect(await find(library, 'router')).toEqual([`${key}|0`])
    expect((await library.missing(HOST, 5)).map(({ id }) => id)).toEqual([`${key}|0`])
  }
  expect(await over.vectors.count()).toBe(0)
})
