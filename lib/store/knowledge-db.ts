/** The engine's database: the help centre as cached on this device, its vectors, and what agents taught. */
import Dexie, { type EntityTable, type Table } from 'dexie'
import type { Article } from '../helpdesk/types'
import type { SegmentData, VectorBlock } from '../knowledge/index/types'
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

/** What may change of a segment of the index. The corpus is the host, or the host and a suffix for another corpus. */
export interface SegmentRow {
  corpus: string
  id: number
  format: typeof SEGMENT_FORMAT
  /** One byte an entry: 0 dead. */
  alive: Uint8Array
}

/** What never changes of it: written once, deleted when it was merged into another. */
export interface PostingsRow extends SegmentData {
  corpus: string
  id: number
}

/** int8 vectors of `VECTOR_BLOCK` rows side by side. */
export interface VectorBlockRow extends VectorBlock {
  corpus: string
  segment: number
  block: number
  /** Encoder whose vectors these are; another's are made again. */
  encoder: string
}

/** Vectors that came since their block was written, in the order they came. */
export interface VectorLogRow extends VectorBlock {
  seq?: number
  corpus: string
  segment: number
  encoder: string
  rows: number[]
}

/** Stored with every segment: another one is made again from the passages. */
export const SEGMENT_FORMAT = 1

/** Version 1: one row for each vector. Read once, when the index of its host is first made. */
export interface VectorRow {
  id: string
  host: string
  articleKey: string
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
  /** How much it counts; 1 for a correction of one's own. */
  weight: number
  /** Listed, but without effect. */
  undone: boolean
  /** Where it came from: a ticket here, or another agent's pack. */
  origin: 'ticket' | 'pack'
  /** Encoder whose vector this is; another's cannot be compared. */
  encoder: string
}

/** A team's own label. Key: `${host}|${id}`. */
export interface LabelRow {
  key: string
  host: string
  /** `own:` and a random part. */
  id: string
  name: string
  description: string
  /** Titles of its macros or articles. */
  titles: string[]
  vector: Float32Array
  encoder: string
}

/** What a team changed about a label, its own or a ready-made one. Key: `${host}|${label}`. */
export interface LabelSettingRow {
  key: string
  host: string
  label: string
  /** Another name, or null. */
  name: string | null
  hidden: boolean
  /** The helpdesk's own field and value that say the same, or null. */
  field: { key: string; value: string } | null
}

/** Something measured or made once on this device, for one encoder file. */
export interface MeasuredRow {
  key: string
  value: number | Float32Array
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
  segments: Table<SegmentRow, [string, number]>
  postings: Table<PostingsRow, [string, number]>
  vectorBlocks: Table<VectorBlockRow, [string, number, number]>
  vectorLog: EntityTable<VectorLogRow, 'seq'>
  sync: EntityTable<SyncRow, 'host'>
  corrections: EntityTable<CorrectionRow, 'key'>
  dislikes: Table<DislikeRow, string>
  labels: EntityTable<LabelRow, 'key'>
  labelSettings: EntityTable<LabelSettingRow, 'key'>
  measured: EntityTable<MeasuredRow, 'key'>
}

/** The encoder of version 1, whose rows did not name it. */
const FIRST_ENCODER = 'e5-small-36k.int8'

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
  db.version(2).stores({
    segments: '[corpus+id], corpus',
    postings: '[corpus+id], corpus',
    vectorBlocks: '[corpus+segment+block], corpus',
    vectorLog: '++seq, corpus, [corpus+segment]',
  })
  db.version(3)
    .stores({ labels: 'key, host', labelSettings: 'key, host', measured: 'key' })
    .upgrade((change) =>
      change
        .table<CorrectionRow>('corrections')
        .toCollection()
        .modify({ weight: 1, undone: false, origin: 'ticket', encoder: FIRST_ENCODER }),
    )
  return db
}
