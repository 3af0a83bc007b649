/**
 * Sync of a help centre into the store. A panel drives it page by page; each page and the place to go on from are stored in
 * one transaction, so that it goes on where it stopped, whoever died.
 */
import type { Article } from '../helpdesk/types'
import { Failure } from '../protocol/errors'
import type { ArticleRow, KnowledgeDb, PassageRow, SyncRow } from '../store/knowledge-db'
import { chunkArticle } from './chunk'
import type { CorpusStore } from './corpus-store'
import { documentOf } from './documents'
import type { IndexedDocument } from './index/types'

/** A full listing finds deletions; between them only changes are asked for. */
const FULL_EVERY_MS = 24 * 3_600_000

export interface SyncStart {
  lease: string | null
  cursor: string | null
  since: string | null
  full: boolean
}

interface Lease {
  lease: string
  connection: string
}

export function createSync(db: KnowledgeDb, now: () => number, corpora: Pick<CorpusStore, 'update'>) {
  const leases = new Map<string, Lease>()
  const tables = [db.articles, db.passages, db.sync]

  const rowOf = async (host: string): Promise<SyncRow> =>
    (await db.sync.get(host)) ?? {
      host,
      run: 0,
      phase: 'idle',
      full: true,
      since: null,
      cursor: null,
      seen: 0,
      total: null,
      startedAt: null,
      lastSync: null,
      lastFull: null,
    }

  function check(host: string, lease: string): void {
    if (leases.get(host)?.lease !== lease) throw new Failure('conflict', 'another panel syncs this help centre')
  }

  return {
    rowOf,
    running: (host: string) => leases.has(host),

    /** Gives the lease to one connection at a time; null when another has it. Goes on with an unfinished run. */
    async begin(host: string, full: boolean, connection: string): Promise<SyncStart> {
      const held = leases.get(host)
      if (held && held.connection !== connection) return { lease: null, cursor: null, since: null, full }
      const lease = { lease: crypto.randomUUID(), connection }
      leases.set(host, lease)
      const row = await rowOf(host)
      const resumes = row.phase === 'listing' && row.startedAt !== null && !(full && !row.full)
      if (!resumes) {
        const everything = full || row.lastFull === null || now() - Date.parse(row.lastFull) > FULL_EVERY_MS
        row.run++
        row.phase = 'listing'
        row.full = everything
        row.since = everything ? null : row.lastSync
        row.cursor = null
        row.seen = 0
        row.total = null
        row.startedAt = new Date(now()).toISOString()
        await db.sync.put(row)
      }
      return { lease: lease.lease, cursor: row.cursor, since: row.since, full: row.full }
    },

    async put(host: string, lease: string, articles: Article[], cursor: string | null, total: number | null): Promise<void> {
      check(host, lease)
      await corpora.update(host, tables, async () => {
        const row = await rowOf(host)
        const put = new Map<string, IndexedDocument>()
        for (const article of articles) {
          const key = `${host}|${article.id}|${article.locale}`
          const known = await db.articles.get(key)
          const { html: _, ...rest } = article
          const fresh: ArticleRow = { ...rest, key, host, seen: row.run }
          await db.articles.put(fresh)
          if (known && sameArticle(known, fresh)) continue
          const passages = chunkArticle(host, article)
          await db.passages.where('articleKey').equals(key).delete()
          await db.passages.bulkPut(passages.map((passage): PassageRow => ({ ...passage, host, articleKey: key })))
          put.set(key, documentOf(fresh, passages))
        }
        await db.sync.put({ ...row, cursor, total, seen: row.seen + articles.length, phase: 'listing' })
        return { put: [...put.values()], removed: [] }
      })
    },

    /** Ends a run. After a full one, what was not seen is gone from the help centre and goes here too. */
    async finish(host: string, lease: string): Promise<void> {
      check(host, lease)
      await corpora.update(host, tables, async () => {
        const row = await rowOf(host)
        const removed: string[] = []
        if (row.full) {
          const gone = await db.articles
            .where('[host+seen]')
            .below([host, row.run])
            .and((article) => article.host === host)
            .toArray()
          for (const { key } of gone) {
            removed.push(key)
            await db.passages.where('articleKey').equals(key).delete()
            await db.articles.delete(key)
          }
        }
        const started = row.startedAt
        await db.sync.put({
          ...row,
          phase: 'idle',
          cursor: null,
          startedAt: null,
          lastSync: started,
          lastFull: row.full ? started : row.lastFull,
        })
        return { put: [], removed }
      })
      leases.delete(host)
    },

    release(connection: string): void {
      for (const [host, lease] of leases) if (lease.connection === connection) leases.delete(host)
    },
  }
}

function sameArticle(a: ArticleRow, b: ArticleRow): boolean {
  return (
    a.editedAt === b.editedAt && a.title === b.title && a.visibility === b.visibility && a.draft === b.draft && a.url === b.url
  )
}
