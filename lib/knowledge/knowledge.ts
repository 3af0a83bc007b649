/** The knowledge base as the engine uses it: sync, index, search, answers, and what people taught about passages. */
import type { Article } from '../helpdesk/types'
import type { KnowledgeDb } from '../store/knowledge-db'
import type { Encoder } from '../triage/types'
import { answer } from './answer'
import { createWordIndex } from './bm25'
import { passageText } from './chunk'
import { type SearchIndex, search } from './search'
import { createSync, type SyncStart } from './sync'
import type { Answer, Passage, PassageHit, SyncState } from './types'
import { createVectorIndex, packVector } from './vectors'

export interface Knowledge {
  begin(host: string, full: boolean, connection: string): Promise<SyncStart>
  put(host: string, lease: string, articles: Article[], cursor: string | null, total: number | null): Promise<SyncState>
  finish(host: string, lease: string): Promise<SyncState>
  release(connection: string): void
  state(host: string): Promise<SyncState>
  hosts(): Promise<SyncState[]>
  /** Passages for a text whose vector may be known already. */
  find(
    host: string,
    query: { text: string; vector: Float32Array | null; locale: string | null; intent: string | null; limit: number },
  ): Promise<PassageHit[]>
  ask(host: string, question: string, locale: string | null, signal: AbortSignal): Promise<Answer>
  dislike(host: string, passageId: string, intent: string | null): Promise<void>
  /** Erases one host's rows, or everything. */
  erase(host: string | null): Promise<void>
}

export interface KnowledgeDeps {
  db: KnowledgeDb
  encoder: Encoder
  /** Whose vectors are stored; others are made again. */
  encoderId: string
  now: () => number
  onState: (state: SyncState) => void
  /** Runs one unit of background work when nobody waits for the encoder. */
  idle: (work: () => Promise<void>) => Promise<void>
}

/** Indexing gives way to other work after this many passages. */
const SLICE = 200
const EMBED_BATCH = 2

export function createKnowledge(deps: KnowledgeDeps): Knowledge {
  const { db, encoder, encoderId, now, onState, idle } = deps
  const loaded = new Map<string, Promise<SearchIndex>>()
  const embedding = new Set<string>()
  const failed = new Map<string, string>()

  const sync = createSync(db, now, async (host, change) => {
    const index = await loaded.get(host)
    if (!index) return
    for (const id of change.removed) drop(index, id)
    for (const passage of change.put) add(index, passage)
  })

  function indexOf(host: string): Promise<SearchIndex> {
    const known = loaded.get(host)
    if (known) return known
    const loading = load(host)
    loaded.set(host, loading)
    loading.catch(() => loaded.delete(host))
    return loading
  }

  async function load(host: string): Promise<SearchIndex> {
    const index: SearchIndex = { words: createWordIndex(), vectors: createVectorIndex(encoder.dimensions), passages: new Map() }
    const passages = await db.passages.where('host').equals(host).toArray()
    for (let at = 0; at < passages.length; at++) {
      add(index, passages[at] as Passage)
      if (at % SLICE === SLICE - 1) await new Promise((resolve) => setTimeout(resolve))
    }
    await db.vectors
      .where('host')
      .equals(host)
      .each((row) => {
        if (row.encoder === encoderId && index.passages.has(row.id)) index.vectors.put(row.id, row)
      })
    return index
  }

  async function state(host: string): Promise<SyncState> {
    const [row, articles, index] = await Promise.all([
      sync.rowOf(host),
      db.articles.where('host').equals(host).count(),
      indexOf(host),
    ])
    const error = failed.get(host)
    const phase = error
      ? 'failed'
      : row.phase === 'listing' && sync.running(host)
        ? 'listing'
        : embedding.has(host)
          ? 'embedding'
          : 'idle'
    return {
      host,
      phase,
      articles,
      passages: index.passages.size,
      embedded: index.vectors.size,
      seen: row.seen,
      total: row.total,
      lastSync: row.lastSync,
      ...(error ? { error } : {}),
    }
  }

  /** Makes the vectors that are missing, a few at a time, until there are none. */
  async function embed(host: string): Promise<void> {
    if (embedding.has(host)) return
    embedding.add(host)
    failed.delete(host)
    try {
      const index = await indexOf(host)
      for (;;) {
        const missing = [...index.passages.values()].filter((passage) => !index.vectors.has(passage.id)).slice(0, EMBED_BATCH)
        if (missing.length === 0) break
        await idle(async () => {
          const vectors = await encoder.encode(missing.map(passageText), 'passage')
          await store(host, index, missing, vectors)
        })
        onState(await state(host))
      }
    } catch (thrown) {
      failed.set(host, thrown instanceof Error ? thrown.message : String(thrown))
    } finally {
      embedding.delete(host)
      onState(await state(host))
    }
  }

  /** Only passages that are still the same get their vector: a page of the sync may have come between. */
  async function store(host: string, index: SearchIndex, passages: Passage[], vectors: Float32Array[]): Promise<void> {
    await db.transaction('rw', [db.passages, db.vectors], async () => {
      for (const [at, passage] of passages.entries()) {
        const row = await db.passages.get(passage.id)
        const vector = vectors[at]
        if (!vector || !row || row.text !== passage.text) continue
        await db.vectors.put({ id: row.id, host, articleKey: row.articleKey, encoder: encoderId, ...packVector(vector) })
      }
    })
    for (const [at, passage] of passages.entries()) {
      const vector = vectors[at]
      if (vector && index.passages.get(passage.id) === passage) index.vectors.put(passage.id, packVector(vector))
    }
  }

  async function changed(host: string): Promise<SyncState> {
    const current = await state(host)
    onState(current)
    return current
  }

  return {
    begin: sync.begin,
    async put(host, lease, articles, cursor, total) {
      await sync.put(host, lease, articles, cursor, total)
      void embed(host)
      return changed(host)
    },
    async finish(host, lease) {
      await sync.finish(host, lease)
      void embed(host)
      return changed(host)
    },
    release: sync.release,
    state,
    hosts: async () => Promise.all((await db.sync.toCollection().primaryKeys()).map((host) => state(host))),
    async find(host, { text, vector, locale, intent, limit }) {
      const index = await indexOf(host)
      const disliked = intent
        ? new Set((await db.dislikes.where('[host+intent]').equals([host, intent]).toArray()).map((row) => row.passageId))
        : undefined
      if (index.vectors.size < index.passages.size) void embed(host)
      return search(index, { text, vector, locale, limit, ...(disliked ? { disliked } : {}) })
    },
    async ask(host, question, locale, signal) {
      const index = await indexOf(host)
      const [vector = null] = await encoder.encode([question], 'query', signal)
      return answer(question, search(index, { text: question, vector, locale, limit: 5 }), index.words)
    },
    async dislike(host, passageId, intent) {
      const key = `${host}|${passageId}`
      if (intent === null) await db.dislikes.delete(key)
      else await db.dislikes.put({ key, host, passageId, intent })
    },
    async erase(host) {
      const tables = [db.articles, db.passages, db.vectors, db.sync, db.corrections, db.dislikes]
      await db.transaction('rw', tables, async () => {
        for (const table of tables)
          await (host === null ? table.clear() : table.filter((row: { host: string }) => row.host === host).delete())
      })
      if (host === null) loaded.clear()
      else loaded.delete(host)
    },
  }
}

function add(index: SearchIndex, passage: Passage): void {
  index.vectors.remove(passage.id)
  index.passages.set(passage.id, passage)
  index.words.put(passage.id, `${passage.title}\n${passage.heading}`, passage.text)
}

function drop(index: SearchIndex, id: string): void {
  index.vectors.remove(id)
  index.passages.delete(id)
  index.words.remove(id)
}
