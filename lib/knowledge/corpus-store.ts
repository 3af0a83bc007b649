/**
 * Keeps corpora durable. What is searched in memory and what is stored change together: one transaction writes a small
 * segment, the marks of what died and whatever else belongs to the change; memory follows when it has committed.
 */
import type { Table } from 'dexie'
import type { KnowledgeDb } from '../store/knowledge-db'
import { buildSegments } from './index/build'
import { type Corpus, createCorpus } from './index/corpus'
import { mergeSegments, pickMerge } from './index/merge'
import { openSegment, type Segment } from './index/segment'
import { type IndexedDocument, MOST_ROWS } from './index/types'
import { packVectors } from './index/vector'
import type { Kernel } from './kernel/kernel'
import { createSegmentRows } from './segment-rows'

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
  /** Corpora that are stored. */
  names(): Promise<string[]>
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

interface Place {
  segment: Segment
  row: number
}

export function createCorpusStore({ db, kernel, width, encoderId, documentsOf }: CorpusStoreDeps): CorpusStore {
  const stored = createSegmentRows(db, width, encoderId)
  const loaded = new Map<string, Promise<Loaded>>()
  const writing = new Map<string, Promise<unknown>>()

  function load(name: string): Promise<Loaded> {
    const known = loaded.get(name)
    if (known) return known
    const loading = read(name)
    loaded.set(name, loading)
    loading.catch(() => loaded.delete(name))
    return loading
  }

  async function read(name: string): Promise<Loaded> {
    const segments = await stored.read(name)
    const corpus = createCorpus(kernel, width)
    if (segments === null) return rebuild(name, corpus)
    for (const { id, data, alive } of segments) corpus.add(openSegment(kernel, id, data, width, alive))
    const vectors = stored.readVectors(name, corpus)
    vectors.catch(() => loaded.delete(name))
    return { corpus, vectors, nextId: Math.max(...segments.map(({ id }) => id)) + 1 }
  }

  /** Makes the index from what it is an index of. Vectors of the first version of the database are taken over. */
  async function rebuild(name: string, corpus: Corpus): Promise<Loaded> {
    const documents = await documentsOf(name)
    for (const [id, data] of buildSegments(documents, null).entries()) corpus.add(openSegment(kernel, id, data, width))
    const old = db.vectors.where('host').equals(name)
    await old.each(({ id, encoder, values, scale }) => {
      const at = id.lastIndexOf('|')
      const place = encoder === encoderId ? placeOf(corpus, { key: id.slice(0, at), passage: Number(id.slice(at + 1)) }) : null
      place?.segment.setVectors([place.row], { values, scales: Float32Array.of(scale) })
    })
    await db.transaction('rw', [...stored.tables, db.vectors], async () => {
      await stored.clear(name)
      await old.delete()
      for (const segment of corpus.segments) await stored.insert(name, segment)
    })
    return { corpus, vectors: Promise.resolve(), nextId: corpus.segments.length }
  }

  /** One writer a corpus at a time. */
  function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (writing.get(name) ?? Promise.resolve()).then(work)
    writing.set(
      name,
      turn.catch(() => undefined),
    )
    return turn
  }

  async function update(name: string, tables: Table[], work: () => Promise<Change>): Promise<void> {
    const state = await load(name)
    const { corpus } = state
    const fresh: Segment[] = []
    const dying = new Map<Segment, number[]>()
    try {
      await db.transaction('rw', [...new Set([...tables, ...stored.tables])], async () => {
        const { put, removed } = await work()
        for (const key of [...removed, ...put.map((each) => each.key)]) {
          const found = corpus.find(key)
          if (found) dying.set(found.segment, [...(dying.get(found.segment) ?? []), found.entry])
        }
        for (const [segment, entries] of dying) await stored.mark(name, segment, entries)
        const filled = put.filter(({ passages }) => passages.length > 0)
        for (const data of buildSegments(filled, corpus.average)) {
          const segment = openSegment(kernel, state.nextId + fresh.length, data, width)
          fresh.push(segment)
          await stored.insert(name, segment)
        }
      })
    } catch (thrown) {
      for (const segment of fresh) segment.free()
      throw thrown
    }
    for (const [segment, entries] of dying) for (const entry of entries) segment.kill(entry)
    for (const segment of fresh) corpus.add(segment)
    state.nextId += fresh.length
  }

  async function putVectors(name: string, names: RowName[], vectors: Float32Array[], still: () => Promise<boolean[]>) {
    const { corpus, vectors: whole } = await load(name)
    await whole
    const groups = new Map<Segment, { rows: number[]; vectors: Float32Array[] }>()
    await db.transaction('rw', [...stored.tables, db.passages], async () => {
      const kept = await still()
      for (const [at, row] of names.entries()) {
        const place = kept[at] ? placeOf(corpus, row) : null
        const vector = vectors[at]
        if (!place || !vector) continue
        const group = groups.get(place.segment) ?? { rows: [], vectors: [] }
        group.rows.push(place.row)
        group.vectors.push(vector)
        groups.set(place.segment, group)
      }
      for (const [segment, group] of groups) await stored.log(name, segment, group.rows, group.vectors)
    })
    for (const [segment, group] of groups) segment.setVectors(group.rows, packVectors(group.vectors, width))
    await db.transaction('rw', stored.tables, async () => {
      for (const segment of groups.keys()) await stored.foldLog(name, segment)
    })
  }

  async function tidy(name: string): Promise<boolean> {
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
      await db.transaction('rw', stored.tables, async () => {
        for (const { id } of picked) await stored.drop(name, id)
        if (joined) await stored.insert(name, joined)
      })
    } catch (thrown) {
      joined?.free()
      throw thrown
    }
    state.nextId++
    for (const segment of picked) corpus.remove(segment)
    if (joined) corpus.add(joined)
    return true
  }

  return {
    open: async (name) => (await load(name)).corpus,
    async complete(name) {
      const { corpus, vectors } = await load(name)
      await vectors
      return corpus
    },
    update: (name, tables, work) => alone(name, () => update(name, tables, work)),
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
    putVectors: (name, rows, vectors, still) => alone(name, () => putVectors(name, rows, vectors, still)),
    tidy: (name) => alone(name, () => tidy(name)),
    names: stored.corpora,
    erase: (name) =>
      alone(name, async () => {
        const state = await loaded.get(name)
        loaded.delete(name)
        await db.transaction('rw', stored.tables, () => stored.clear(name))
        for (const segment of state?.corpus.segments.slice() ?? []) state?.corpus.remove(segment)
      }),
  }
}

function placeOf(corpus: Corpus, { key, passage }: RowName): Place | null {
  const found = corpus.find(key)
  if (!found) return null
  const passages = found.segment.entries[found.entry]?.passages ?? 0
  return passage < passages ? { segment: found.segment, row: found.segment.firstRow(found.entry) + passage } : null
}
