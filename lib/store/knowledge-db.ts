/** The engine's database: the help centre as cached on this device, its vectors, and what agents taught. */
import Dexie, { type EntityTable, type Table } from 'dexie'
import type { Article } from '../helpdesk/types'
import type { Passage } from '../knowledge/types'

/** Key of an article's row: `${host}|${id}|${locale}`. */
export interface ArticleRow extends Omit<Article, 'html'> {
  key: string
  host: string
  /** Run of the sync that saw it last. */
  seen: number
}

export interface PassageRow extends Passage {
  host: string
  articleKey: string
}

/** int8 vector of one passage; `scale` times each value gives the float. */
export interface VectorRow {
  id: string
  host: string
  articleKey: string
  /** Encoder whose vector this is; another's is made again. */
  encoder: string
  values: Int8Array
  scale: number
}

export interface SyncRow {
  host: string
  /** Number of the current or last run. */
  run: number
  phase: 'idle' | 'listing' | 'failed'
  full: boolean
  since: string | null
  cursor: string | null
  seen: number
  total: number | null
  startedAt: string | null
  lastSync: string | null
  lastFull: string | null
}

export interface CorrectionRow {
  /** `${host}|${ticketId}|${commentId}|${head}` */
  key: string
  host: string
  ticketId: string
  head: string
  label: string
  vector: Float32Array
  at: string
}

export interface DislikeRow {
  key: string
  host: string
  passageId: string
  intent: string
}

export type KnowledgeDb = Dexie & {
  articles: EntityTable<ArticleRow, 'key'>
  passages: EntityTable<PassageRow, 'id'>
  vectors: EntityTable<VectorRow, 'id'>
  sync: EntityTable<SyncRow, 'host'>
  corrections: EntityTable<CorrectionRow, 'key'>
  dislikes: Table<DislikeRow, string>
}

/** Opens `overdesk-knowledge`. */
export function openKnowledgeDb(name = 'overdesk-knowledge'): KnowledgeDb {
  const db = new Dexie(name) as KnowledgeDb
  db.version(1).stores({
    articles: 'key, host, [host+seen]',
    passages: 'id, host, articleKey',
    vectors: 'id, host, articleKey',
    sync: 'host',
    corrections: 'key, [host+head]',
    dislikes: 'key, [host+intent]',
  })
  return db
}
