/**
 * Keeps corpora durable. What is searched in memory and what is stored change together: one transaction writes a small
 * segment, the marks of what died and whatever else belongs to the change; memory follows when it has committed.
 */
import type { Table } from 'dexie'
import { type KnowledgeDb, SEGMENT_FORMAT, type SegmentRow, type VectorBlockRow } from '../store/knowledge-db'
import { buildSegments } from './index/build'
import { type Corpus, createCorpus } from './index/corpus'
import { mergeSegments, pickMerge } from './index/merge'
import { openSegment, type Segment } from './index/segment'
import { type IndexedDocument, MOST_ROWS, type SegmentData } from './index/types'
import { packVectors } from './index/vector'
import type { Kernel } from './kernel/kernel'

export interface Change {
  /** Documents that are new or take the place of the one with their key. */
  put: IndexedDocument[]
  /** Keys of documents that are gone. */
  removed: string[]
}

/** A row by its document's key and its place among the document's passages. */
export interface RowName {
  key: string
  passage: number
}

export interface CorpusStore {
  /** The corpus, ready to be searched by words; its vectors follow. */
  open(corpus: string): Promise<Corpus>
  /** Resolves when the vectors are in memory too. */
  complete(corpus: string): Promise<Corpus>
  /** Runs `work` in a transaction over `tables` and the index; what it returns is then durable and searchable, or neither. */
  update(corpus: string, tables: Table[], work: () => Promise<Change>): Promise<void>
  /** Up to `limit` living rows that have no vector. */
  missing(corpus: string, limit: number): Promise<RowName[]>
  /** Stores unit vectors; `still` says inside the transaction which rows are still the ones that were encoded. */
  putVectors(corpus: string, rows: RowName[], vectors: Float32Array[], still: () => Promise<boolean[]>): Promise<void>
  /** Joins segments if there are too many. Returns whether there may be more to do. */
  tidy(corpus: string): Promise<boolean>
  /** Takes a corpus out of memory and store. */
  erase(corpus: string): Promise<void>
}

export interface CorpusStoreDeps {
  db: KnowledgeDb
  kernel: Kernel
  /** Width of a vector, and whose they are; others' are made again. */
  width: number
  encoderId: string
  /** Everything a corpus holds, for making an index that is missing or of another format. */
  documentsOf: (corpus: string) => Promise<IndexedDocument[]>
}

interface Loaded {
  corpus: Corpus
  vectors: Promise<void>
  nextId: number
}

/** Rows of a block of vectors: 400 KB at 384 values. */
export const VECTOR_BLOCK = 1_024
/** Log rows after which a segment's blocks are written again, complete or not. */
const LONG_LOG = 256

export function createCorpusStore({ db, kernel, width, encoderId, documentsOf }: CorpusStoreDeps): CorpusStore {
  const loaded = new Map<string, Promise<Loaded>>()
  const writing = new Map<string, Promise<unknown>>()
  const indexTables: Table[] = [db.segments, db.postings, db.vectorBlocks, db.vectorLog]

  function load(name: string): Promise<Loaded> {
    const known = loaded.get(name)
    if (known) return known
    const loading = read(name)
    loaded.set(name, loading)
    loading.catch(() => loaded.delete(name))
    return loading
  }

  async function read(name: string): Promise<Loaded> {
    const rows = await db.segments.where('corpus').equals(name).toArray()
    const corpus = createCorpus(kernel, width)
    const sound = rows.length > 0 && rows.every((row) => row.format === SEGMENT_FORMAT)
    if (!sound) return rebuild(name, corpus)
    for (const row of rows) {
      const data = await db.postings.get([name, row.id])
      if (!data) return rebuild(name, createCorpus(kernel, width))
      corpus.add(openSegment(kernel, row.id, data, width, row.alive))
    }
    const state: Loaded = { corpus, vectors: Promise.resolve(), nextId: Math.max(...rows.map((row) => row.id)) + 1 }
    state.vectors = readVectors(name, corpus)
    state.vectors.catch(() => loaded.delete(name))
    return state
  }

  async function readVectors(name: string, corpus: Corpus): Promise<void> {
    for (const segment of corpus.segments.slice()) {
      const blocks = await db.vectorBlocks
        .where('[corpus+segment+block]')
        .between([name, segment.id, 0], [name, segment.id, Infinity])
        .toArray()
      for (const block of blocks) if (block.encoder === encoderId) segment.setVectors(rowsOfBlock(block), block)
    }
    const log = await db.vectorLog.where('corpus').equals(name).sortBy('seq')
    for (const row of log) {
      if (row.encoder === encoderId) corpus.segments.find(({ id }) => id === row.segment)?.setVectors(row.rows, row)
    }
  }

  /** Makes the index from what it is an index of. Vectors of the first version of the database are taken over. */
  async function rebuild(name: string, corpus: Corpus): Promise<Loaded> {
    const documents = await documentsOf(name)
    const old = await db.vectors.where('host').equals(name).toArray()
    const segments = buildSegments(documents, null).map((data, id) => openSegment(kernel, id, data, width))
    for (const segment of segments) corpus.add(segment)
    for (const row of old) {
      const at = row.id.lastIndexOf('|')
      const place =
        row.encoder === encoderId && placeOf(corpus, { key: row.id.slice(0, at), passage: Number(row.id.slice(at + 1)) })
      if (place) place.segment.setVectors([place.row], { values: row.values, scales: Float32Array.of(row.scale) })
    }
    await db.transaction('rw', [...indexTables, db.vectors], async () => {
      await clear(name)
      await db.vectors.where('host').equals(name).delete()
      for (const segment of segments) await insert(name, segment)
    })
    return { corpus, vectors: Promise.resolve(), nextId: segments.length }
  }

  async function clear(name: string): Promise<void> {
    for (const table of indexTables) await table.where('corpus').equals(name).delete()
  }

  /** Inside a transaction: a whole segment, with the vectors it has. */
  async function insert(name: string, segment: Segment): Promise<void> {
    await db.segments.put(segmentRow(name, segment))
    await db.postings.put({ corpus: name, id: segment.id, ...copied(segment.data()) })
    if (segment.embedded > 0) await putBlocks(name, segment)
  }

  async function putBlocks(name: string, segment: Segment): Promise<void> {
    for (let block = 0; block * VECTOR_BLOCK < segment.rows; block++) await putBlock(name, segment, block)
  }

  async function putBlock(name: string, segment: Segment, block: number): Promise<void> {
    const from = block * VECTOR_BLOCK
    const vectors = segment.vectors(from, Math.min(segment.rows, from + VECTOR_BLOCK))
    await db.vectorBlocks.put({ corpus: name, segment: segment.id, block, encoder: encoderId, ...vectors })
  }

  async function drop(name: string, id: number): Promise<void> {
    await db.segments.delete([name, id])
    await db.postings.delete([name, id])
    await db.vectorBlocks.where('[corpus+segment+block]').between([name, id, 0], [name, id, Infinity]).delete()
    await db.vectorLog.where('[corpus+segment]').equals([name, id]).delete()
  }

  /** One writer a corpus at a time. */
  function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = writing.get(name) ?? Promise.resolve()
    const turn = before.then(work, work)
    const settled = turn.catch(() => undefined)
    writing.set(name, settled)
    return turn
  }

  return {
    open: async (name) => (await load(name)).corpus,
    async complete(name) {
      const { corpus, vectors } = await load(name)
      await vectors
      return corpus
    },
    update: (name, tables, work) =>
      alone(name, async () => {
        const state = await load(name)
        const { corpus } = state
        const fresh: Segment[] = []
        const dying: { segment: Segment; entry: number }[] = []
        try {
          await db.transaction('rw', [...new Set([...tables, ...indexTables])], async () => {
            const change = await work()
            for (const key of [...change.removed, ...change.put.map((each) => each.key)]) {
              const found = corpus.find(key)
              if (found) dying.push(found)
            }
            for (const segment of new Set(dying.map((each) => each.segment))) {
              const row = segmentRow(name, segment)
              for (const each of dying) if (each.segment === segment) row.alive[each.entry] = 0
              await db.segments.put(row)
            }
            for (const data of buildSegments(
              change.put.filter((each) => each.passages.length > 0),
              corpus.average,
            )) {
              const segment = openSegment(kernel, state.nextId + fresh.length, data, width)
              fresh.push(segment)
              await insert(name, segment)
            }
          })
        } catch (thrown) {
          for (const segment of fresh) segment.free()
          throw thrown
        }
        for (const { segment, entry } of dying) segment.kill(entry)
        for (const segment of fresh) corpus.add(segment)
        state.nextId += fresh.length
      }),
    async missing(name, limit) {
      const { corpus, vectors } = await load(name)
      await vectors
      const names: RowName[] = []
      for (const segment of corpus.segments) {
        for (const row of segment.missing(limit - names.length)) {
          const { entry, passage } = segment.locate(row)
          names.push({ key: entry.key, passage })
        }
        if (names.length >= limit) break
      }
      return names
    },
    putVectors: (name, names, vectors, still) =>
      alone(name, async () => {
        const { corpus, vectors: whole } = await load(name)
        await whole
        const stored: { segment: Segment; rows: number[]; vectors: Float32Array[] }[] = []
        await db.transaction('rw', [...indexTables, db.passages], async () => {
          const kept = await still()
          for (const [at, rowName] of names.entries()) {
            const place = kept[at] ? placeOf(corpus, rowName) : null
            const vector = vectors[at]
            if (!place || !vector) continue
            let group = stored.find((each) => each.segment === place.segment)
            if (!group) {
              group = { segment: place.segment, rows: [], vectors: [] }
              stored.push(group)
            }
            group.rows.push(place.row)
            group.vectors.push(vector)
          }
          for (const { segment, rows, vectors: some } of stored) {
            await db.vectorLog.add({ corpus: name, segment: segment.id, encoder: encoderId, rows, ...packVectors(some, width) })
          }
        })
        for (const { segment, rows, vectors: some } of stored) segment.setVectors(rows, packVectors(some, width))
        for (const { segment } of stored) await foldLog(name, segment)
      }),
    tidy: (name) =>
      alone(name, async () => {
        const state = await load(name)
        await state.vectors
        const { corpus } = state
        const picked = pickMerge(corpus.segments, MOST_ROWS)
        if (picked.length === 0) return false
        const { data, vectors } = mergeSegments(picked, width)
        const joined = data.rows > 0 ? openSegment(kernel, state.nextId, data, width) : null
        joined?.setVectors(
          Array.from({ length: data.rows }, (_, row) => row),
          vectors,
        )
        try {
          await db.transaction('rw', indexTables, async () => {
            for (const { id } of picked) await drop(name, id)
            if (joined) await insert(name, joined)
          })
        } catch (thrown) {
          joined?.free()
          throw thrown
        }
        state.nextId++
        for (const segment of picked) corpus.remove(segment)
        if (joined) corpus.add(joined)
        return true
      }),
    erase: (name) =>
      alone(name, async () => {
        const state = await loaded.get(name)
        loaded.delete(name)
        await db.transaction('rw', indexTables, () => clear(name))
        for (const segment of state?.corpus.segments.slice() ?? []) state?.corpus.remove(segment)
      }),
  }

  /** When a segment has all its vectors, or its log is long, the log goes into the blocks. */
  async function foldLog(name: string, segment: Segment): Promise<void> {
    const log = db.vectorLog.where('[corpus+segment]').equals([name, segment.id])
    if (segment.embedded < segment.live && (await log.count()) < LONG_LOG) return
    await db.transaction('rw', indexTables, async () => {
      const touched = new Set((await log.toArray()).flatMap(({ rows }) => rows.map((row) => Math.floor(row / VECTOR_BLOCK))))
      for (const block of touched) await putBlock(name, segment, block)
      await log.delete()
    })
  }
}

const segmentRow = (corpus: string, segment: Segment): SegmentRow => ({
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

const rowsOfBlock = ({ block, scales }: VectorBlockRow): number[] => Array.from(scales, (_, row) => block * VECTOR_BLOCK + row)

function placeOf(corpus: Corpus, { key, passage }: RowName): { segment: Segment; row: number } | null {
  const found = corpus.find(key)
  if (!found) return null
  const passages = found.segment.entries[found.entry]?.passages ?? 0
  return passage < passages ? { segment: found.segment, row: found.segment.firstRow(found.entry) + passage } : null
}
