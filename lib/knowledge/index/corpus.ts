/** One corpus in memory: its segments, searched as one. A row's id is its segment's place times 65,536 plus the row. */
import type { Block, Kernel } from '../kernel/kernel'
import { languageOf, termsOf } from '../tokenise'
import { type Candidate, fuse } from './fuse'
import type { Segment } from './segment'
import { termKey } from './term-key'
import { type Entry, type Filter, MOST_ROWS } from './types'
import { packQuery } from './vector'

export interface CorpusQuery {
  text: string
  /** Unit vector of the query; null searches by words alone. */
  vector: Float32Array | null
  /** Language of the text (BCP 47); decides its stop words. null: unknown. */
  locale: string | null
  filter?: Filter
}

/** A row that was found, with what it was found by. */
export interface Found {
  segment: number
  row: number
  entry: Entry
  /** Place of the row among the entry's passages. */
  passage: number
  /** Fused, 0–1, for ordering only. */
  score: number
  /** Sum of idf times impact; 0: none of the words. */
  words: number
  /** null: no vector, or none asked for. */
  cosine: number | null
}

export interface Corpus {
  readonly segments: readonly Segment[]
  readonly rows: number
  readonly embedded: number
  /** Mean weighted length of a row; null while there are too few to tell. */
  readonly average: number | null
  add(segment: Segment): void
  remove(segment: Segment): void
  /** Best first; a few dozen, for the caller to cut and to mix. */
  search(query: CorpusQuery): Found[]
  /** Inverse document frequency (nat) of a term as `termsOf` gives it. */
  idf(term: string): number
  /** The living document with this key. */
  find(key: string): { segment: Segment; entry: number } | null
}

/** Rows each of the two rankings gives. */
const DEPTH = 100
/** Words of a query that are looked up: the rarest say what it is about. */
const MOST_TERMS = 96
/** Vectors count once this share of the rows has one: before, the first to be embedded would crowd out the rest. */
const COMPLETE = 0.95
/** Rows from which a mean length is worth believing. */
const ENOUGH_ROWS = 1_000

export function createCorpus(kernel: Kernel, width: number): Corpus {
  const segments: Segment[] = []
  const sum = (of: (segment: Segment) => number) => segments.reduce((total, segment) => total + of(segment), 0)
  const rows = () => sum((segment) => segment.live)
  const embedded = () => sum((segment) => segment.embedded)

  function idfOf(count: number): number {
    const all = sum((segment) => segment.rows)
    return Math.log(1 + (all - count + 0.5) / (count + 0.5))
  }

  const placesOf = (key: number) => segments.map((segment) => segment.termAt(key))
  const countOf = (places: number[]) => places.reduce((total, place, at) => total + (segments[at] as Segment).frequency(place), 0)

  /** The query's terms that occur, as their places in each segment, with their weights, rarest first. */
  function weigh(text: string, locale: string | null): { places: number[]; weight: number }[] {
    const keys = new Set(termsOf(text, locale ? languageOf(locale) : 'en').map(termKey))
    const weighed: { places: number[]; weight: number }[] = []
    for (const key of keys) {
      const places = placesOf(key)
      const count = countOf(places)
      if (count > 0) weighed.push({ places, weight: idfOf(count) })
    }
    return weighed.sort((a, b) => b.weight - a.weight).slice(0, MOST_TERMS)
  }

  function allowedRows(filter: Filter | undefined): Block[] | null {
    if (!filter) return null
    return segments.map((segment) => {
      const block = kernel.block(segment.rows)
      segment.allow(block.u8(), (entry) => passes(entry, filter))
      return block
    })
  }

  function rankWords(query: CorpusQuery, allowed: Block[] | null): number[] {
    for (const { places, weight } of weigh(query.text, query.locale)) {
      for (const [at, place] of places.entries()) segments[at]?.addTerm(place, weight / 255)
    }
    kernel.begin(DEPTH)
    for (const [at, segment] of segments.entries()) segment.offerWords(at * MOST_ROWS, allowed?.[at] ?? null)
    return kernel.best().map(({ id }) => id)
  }

  function rankVectors(packed: { address: number; scale: number }, allowed: Block[] | null): number[] {
    kernel.begin(DEPTH)
    for (const [at, segment] of segments.entries())
      segment.offerVectors(at * MOST_ROWS, allowed?.[at] ?? null, packed.address, packed.scale)
    return kernel.best().map(({ id }) => id)
  }

  return {
    segments,
    get rows() {
      return rows()
    },
    get embedded() {
      return embedded()
    },
    get average() {
      const all = sum((segment) => segment.rows)
      return all < ENOUGH_ROWS ? null : sum((segment) => segment.length) / all
    },
    add: (segment) => void segments.push(segment),
    remove(segment) {
      segments.splice(segments.indexOf(segment), 1)
      segment.free()
    },
    idf: (term) => idfOf(countOf(placesOf(termKey(term)))),
    find(key) {
      for (const segment of segments) {
        const entry = segment.find(key)
        if (entry >= 0) return { segment, entry }
      }
      return null
    },
    search(query) {
      const allowed = allowedRows(query.filter)
      const vector = query.vector && embedded() >= rows() * COMPLETE ? packQuery(query.vector) : null
      const block = kernel.block(width * 2)
      try {
        if (vector) block.i16().set(vector.values)
        const packed = { address: block.address, scale: vector?.scale ?? 1 }
        const ids = new Set(rankWords(query, allowed))
        if (vector) for (const id of rankVectors(packed, allowed)) ids.add(id)
        const candidates = [...ids].map((id): Candidate => {
          const segment = segments[Math.floor(id / MOST_ROWS)] as Segment
          const row = id % MOST_ROWS
          return { id, words: segment.score(row), cosine: vector ? segment.cosine(row, packed.address, packed.scale) : null }
        })
        return fuse(candidates).map(({ id, ...scores }) => {
          const segment = segments[Math.floor(id / MOST_ROWS)] as Segment
          const row = id % MOST_ROWS
          return { segment: segment.id, row, ...segment.locate(row), ...scores }
        })
      } finally {
        for (const segment of segments) segment.clearScores()
        for (const each of [block, ...(allowed ?? [])]) each.free()
      }
    },
  }
}

function passes(entry: Entry, { languages, sections, permissions, team }: Filter): boolean {
  return (
    (!languages || languages.includes(languageOf(entry.locale))) &&
    (!sections || sections.includes(entry.section)) &&
    (!permissions || permissions.includes(entry.permission)) &&
    (team === undefined || entry.team === null || entry.team === team)
  )
}
