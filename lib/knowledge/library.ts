/** Everything that needs the knowledge base's store and index. Runs in the knowledge worker; plain data goes in and out. */
import type { Article } from '../helpdesk/types'
import type { KnowledgeDb } from '../store/knowledge-db'
import { canAnswer } from './answer'
import { createCorpusStore } from './corpus-store'
import { documentsOf } from './documents'
import type { Filter } from './index/types'
import type { Kernel } from './kernel/kernel'
import { search } from './search'
import { createSync, type SyncStart } from './sync'
import type { Passage, PassageHit } from './types'

/** What is stored of a host, and where its sync stands. */
export interface LibraryState {
  listing: boolean
  articles: number
  passages: number
  embedded: number
  seen: number
  total: number | null
  lastSync: string | null
}

export interface PassageQuery {
  text: string
  /** Unit vector of the text; null searches by words alone. */
  vector: Float32Array | null
  locale: string | null
  intent: string | null
  limit: number
  filter?: Filter
}

export interface Library {
  begin(host: string, full: boolean, connection: string): Promise<SyncStart>
  put(host: string, lease: string, articles: Article[], cursor: string | null, total: number | null): Promise<void>
  finish(host: string, lease: string): Promise<void>
  release(connection: string): Promise<void>
  state(host: string): Promise<LibraryState>
  hosts(): Promise<string[]>
  find(host: string, query: PassageQuery): Promise<PassageHit[]>
  /** What may answer a question, and whether it does. */
  sources(
    host: string,
    question: string,
    vector: Float32Array | null,
    locale: string | null,
  ): Promise<{ known: boolean; sources: PassageHit[] }>
  /** Some passages that have no vector yet; empty when all have one. */
  missing(host: string, limit: number): Promise<Passage[]>
  /** Stores their vectors, unless they have changed meanwhile. */
  putVectors(host: string, passages: Passage[], vectors: Float32Array[]): Promise<void>
  /** One step of tidying the index. Returns whether there may be more to do. */
  tidy(host: string): Promise<boolean>
  dislike(host: string, passageId: string, intent: string | null): Promise<void>
  erase(host: string | null): Promise<void>
}

export interface LibraryDeps {
  db: KnowledgeDb
  kernel: Kernel
  /** Width of a vector. */
  dimensions: number
  /** Whose vectors are stored; others are made again. */
  encoderId: string
  now: () => number
}

const SOURCES = 5

export function createLibrary({ db, kernel, dimensions, encoderId, now }: LibraryDeps): Library {
  const corpora = createCorpusStore({
    db,
    kernel,
    width: dimensions,
    encoderId,
    documentsOf: (host) => documentsOf(db, host),
  })
  const sync = createSync(db, now, corpora)

  async function dislikedFor(host: string, intent: string | null): Promise<Set<string>> {
    if (intent === null) return new Set()
    const rows = await db.dislikes.where('[host+intent]').equals([host, intent]).toArray()
    return new Set(rows.map((row) => row.passageId))
  }

  return {
    begin: sync.begin,
    put: sync.put,
    finish: sync.finish,
    release: async (connection) => sync.release(connection),
    async state(host) {
      const [row, articles, corpus] = await Promise.all([
        sync.rowOf(host),
        db.articles.where('host').equals(host).count(),
        corpora.complete(host),
      ])
      return {
        listing: row.phase === 'listing' && sync.running(host),
        articles,
        passages: corpus.rows,
        embedded: corpus.embedded,
        seen: row.seen,
        total: row.total,
        lastSync: row.lastSync,
      }
    },
    hosts: () => db.sync.toCollection().primaryKeys(),
    async find(host, { intent, ...query }) {
      const [corpus, disliked] = await Promise.all([corpora.open(host), dislikedFor(host, intent)])
      return search(corpus, { ...query, disliked }, db)
    },
    async sources(host, question, vector, locale) {
      const corpus = await corpora.open(host)
      const sources = await search(corpus, { text: question, vector, locale, limit: SOURCES }, db)
      return { known: canAnswer(question, sources, corpus), sources }
    },
    async missing(host, limit) {
      const rows = await corpora.missing(host, limit)
      const passages = await db.passages.bulkGet(rows.map(({ key, passage }) => `${key}|${passage}`))
      return passages.filter((passage) => passage !== undefined)
    },
    async putVectors(host, passages, vectors) {
      const names = passages.map(({ id }) => {
        const at = id.lastIndexOf('|')
        return { key: id.slice(0, at), passage: Number(id.slice(at + 1)) }
      })
      await corpora.putVectors(host, names, vectors, async () => {
        const rows = await db.passages.bulkGet(passages.map(({ id }) => id))
        return passages.map(({ text, title }, at) => rows[at]?.text === text && rows[at]?.title === title)
      })
    },
    tidy: corpora.tidy,
    async dislike(host, id, intent) {
      const key = `${host}|${id}`
      if (intent === null) await db.dislikes.delete(key)
      else await db.dislikes.put({ key, host, passageId: id, intent })
    },
    async erase(host) {
      const hosts = host === null ? await db.sync.toCollection().primaryKeys() : [host]
      for (const each of hosts) await corpora.erase(each)
      const tables = [db.articles, db.passages, db.vectors, db.sync, db.corrections, db.dislikes]
      await db.transaction('rw', tables, async () => {
        for (const table of tables)
          await (host === null ? table.clear() : table.filter((row: { host: string }) => row.host === host).delete())
      })
    },
  }
}
