/** How segments lie in the database. Every writing function runs inside the caller's transaction. */
import type { Table } from 'dexie'
import { type KnowledgeDb, SEGMENT_FORMAT, type SegmentRow, type VectorBlockRow } from '../store/knowledge-db'
import type { Corpus } from './index/corpus'
import type { Segment } from './index/segment'
import type { SegmentData } from './index/types'
import { packVectors } from './index/vector'

export interface StoredSegment {
  id: number
  data: SegmentData
  /** One byte an entry: 0 dead. */
  alive: Uint8Array
}

export interface SegmentRows {
  readonly tables: Table[]
  corpora(): Promise<string[]>
  /** All of a corpus without vectors; null when it has none, lacks a part, or is of another format. */
  read(corpus: string): Promise<StoredSegment[] | null>
  /** Fills in the vectors of this encoder. */
  readVectors(name: string, corpus: Corpus): Promise<void>
  /** A whole segment, with the vectors it has. */
  insert(corpus: string, segment: Segment): Promise<void>
  /** Which of its entries live, less the `dying`. */
  mark(corpus: string, segment: Segment, dying: number[]): Promise<void>
  drop(corpus: string, segment: number): Promise<void>
  clear(corpus: string): Promise<void>
  log(corpus: string, segment: Segment, rows: number[], vectors: Float32Array[]): Promise<void>
  /** When a segment has all its vectors, or its log is long, the log goes into the blocks. */
  foldLog(corpus: string, segment: Segment): Promise<void>
}

/** Rows of a block of vectors: 400 KB at 384 values. */
const BLOCK = 1_024
/** Rows of the log after which it is folded although vectors are missing. */
const LONG_LOG = 256

export function createSegmentRows(db: KnowledgeDb, width: number, encoder: string): SegmentRows {
  const tables: Table[] = [db.segments, db.postings, db.vectorBlocks, db.vectorLog]
  const blocksOf = (corpus: string, segment: number) =>
    db.vectorBlocks.where('[corpus+segment+block]').between([corpus, segment, 0], [corpus, segment, Number.POSITIVE_INFINITY])
  const logOf = (corpus: string, segment: number) => db.vectorLog.where('[corpus+segment]').equals([corpus, segment])

  async function putBlock(corpus: string, segment: Segment, block: number): Promise<void> {
    const vectors = segment.vectors(block * BLOCK, Math.min(segment.rows, (block + 1) * BLOCK))
    await db.vectorBlocks.put({ corpus, segment: segment.id, block, encoder, ...vectors })
  }

  return {
    tables,
    corpora: async () => (await db.segments.orderBy('corpus').uniqueKeys()) as string[],
    async read(corpus) {
      const rows = await db.segments.where('corpus').equals(corpus).toArray()
      if (rows.length === 0 || rows.some((row) => row.format !== SEGMENT_FORMAT)) return null
      const stored: StoredSegment[] = []
      for (const { id, alive } of rows) {
        const data = await db.postings.get([corpus, id])
        if (!data) return null
        stored.push({ id, data, alive })
      }
      return stored
    },
    async readVectors(name, corpus) {
      for (const segment of corpus.segments.slice()) {
        for (const block of await blocksOf(name, segment.id).toArray())
          if (block.encoder === encoder) segment.setVectors(rowsOf(block), block)
      }
      for (const row of await db.vectorLog.where('corpus').equals(name).sortBy('seq')) {
        if (row.encoder === encoder) corpus.segments.find(({ id }) => id === row.segment)?.setVectors(row.rows, row)
      }
    },
    async insert(corpus, segment) {
      await db.segments.put(rowOf(corpus, segment))
      await db.postings.put({ corpus, id: segment.id, ...copied(segment.data()) })
      if (segment.embedded === 0) return
      for (let block = 0; block * BLOCK < segment.rows; block++) await putBlock(corpus, segment, block)
    },
    async mark(corpus, segment, dying) {
      const row = rowOf(corpus, segment)
      for (const entry of dying) row.alive[entry] = 0
      await db.segments.put(row)
    },
    async drop(corpus, segment) {
      await db.segments.delete([corpus, segment])
      await db.postings.delete([corpus, segment])
      await blocksOf(corpus, segment).delete()
      await logOf(corpus, segment).delete()
    },
    async clear(corpus) {
      for (const table of tables) await table.where('corpus').equals(corpus).delete()
    },
    async log(corpus, segment, rows, vectors) {
      await db.vectorLog.add({ corpus, segment: segment.id, encoder, rows, ...packVectors(vectors, width) })
    },
    async foldLog(corpus, segment) {
      const log = logOf(corpus, segment.id)
      if (segment.embedded < segment.live && (await log.count()) < LONG_LOG) return
      const touched = new Set((await log.toArray()).flatMap(({ rows }) => rows.map((row) => Math.floor(row / BLOCK))))
      for (const block of touched) await putBlock(corpus, segment, block)
      await log.delete()
    },
  }
}

const rowOf = (corpus: string, segment: Segment): SegmentRow => ({
  corpus,
  id: segment.id,
  format: SEGMENT_FORMAT,
  alive: segment.liveEntries(),
})

/** Views of the kernel's memory would take all of it along into the database. */
const copied = (data: SegmentData): SegmentData => ({
  ...data,
  postingRows: data.postingRows.slice(),
  impacts: data.impacts.slice(),
})

const rowsOf = ({ block, scales }: VectorBlockRow): number[] => Array.from(scales, (_, row) => block * BLOCK + row)
