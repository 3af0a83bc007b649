/** Makes segments from documents. Scoring: BM25 (Robertson and Zaragoza 2009); words of title and heading weigh more. */
import { languageOf, termsOf } from '../tokenise'
import { findKey, termKey } from './term-key'
import { type Entry, type IndexedDocument, MOST_ROWS, type SegmentData } from './types'

export const K1 = 1.2
export const B = 0.75
const TITLE = 3
const HEADING = 2

/** Term frequencies of the rows so far, as three growing columns in the order of the rows. */
interface Columns {
  term: Uint32Array
  row: Uint16Array
  frequency: Float32Array
  used: number
}

/**
 * Builds as many segments as the rows need. `average` is the corpus's mean weighted length of a row; null: take these
 * documents' own.
 */
export function buildSegments(documents: IndexedDocument[], average: number | null): SegmentData[] {
  const segments: SegmentData[] = []
  let some: IndexedDocument[] = []
  let rows = 0
  for (const document of documents) {
    const passages = document.passages.slice(0, MOST_ROWS)
    if (rows + passages.length > MOST_ROWS) {
      segments.push(buildSegment(some, average))
      some = []
      rows = 0
    }
    some.push({ ...document, passages })
    rows += passages.length
  }
  if (some.length > 0) segments.push(buildSegment(some, average))
  return segments
}

function buildSegment(documents: IndexedDocument[], average: number | null): SegmentData {
  const entries: Entry[] = []
  const numbers = new Map<string, number>()
  const columns: Columns = {
    term: new Uint32Array(4096),
    row: new Uint16Array(4096),
    frequency: new Float32Array(4096),
    used: 0,
  }
  const lengths: number[] = []
  let counts = new Float32Array(1024)
  for (const { passages, ...entry } of documents) {
    entries.push({ ...entry, passages: passages.length })
    const language = languageOf(entry.locale)
    for (const { title, heading, text } of passages) {
      const touched: number[] = []
      let length = 0
      const add = (words: string, weight: number) => {
        for (const term of termsOf(words, language)) {
          let number = numbers.get(term)
          if (number === undefined) {
            number = numbers.size
            numbers.set(term, number)
          }
          if (number >= counts.length) counts = grown(counts, new Float32Array(counts.length * 2))
          if (counts[number] === 0) touched.push(number)
          counts[number] = (counts[number] as number) + weight
          length += weight
        }
      }
      add(title, TITLE)
      add(heading, HEADING)
      add(text, 1)
      append(columns, touched, lengths.length, counts)
      lengths.push(length)
    }
  }
  const length = lengths.reduce((sum, each) => sum + each, 0)
  const mean = Math.max(1, average ?? length / Math.max(1, lengths.length))
  return { entries, rows: lengths.length, length, ...sortByTerm(columns, numbers, lengths, mean) }
}

function append(columns: Columns, touched: number[], row: number, counts: Float32Array): void {
  if (columns.used + touched.length > columns.term.length) {
    const size = Math.max(columns.term.length * 2, columns.used + touched.length)
    columns.term = grown(columns.term, new Uint32Array(size))
    columns.row = grown(columns.row, new Uint16Array(size))
    columns.frequency = grown(columns.frequency, new Float32Array(size))
  }
  for (const number of touched) {
    columns.term[columns.used] = number
    columns.row[columns.used] = row
    columns.frequency[columns.used] = counts[number] as number
    columns.used++
    counts[number] = 0
  }
}

/** Counting sort: columns in the order of rows become postings in the order of keys. */
function sortByTerm(columns: Columns, numbers: Map<string, number>, lengths: number[], mean: number) {
  const keyOf = new Float64Array(numbers.size)
  for (const [term, number] of numbers) keyOf[number] = termKey(term)
  const keys = keyOf.slice().sort()
  const rank = Uint32Array.from(keyOf, (key) => findKey(keys, key))

  const starts = new Uint32Array(keys.length + 1)
  for (let i = 0; i < columns.used; i++) {
    const after = (rank[columns.term[i] as number] as number) + 1
    starts[after] = (starts[after] as number) + 1
  }
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] as number) + (starts[i - 1] as number)
  const next = starts.slice()
  const postingRows = new Uint16Array(columns.used)
  const impacts = new Uint8Array(columns.used)
  for (let i = 0; i < columns.used; i++) {
    const term = rank[columns.term[i] as number] as number
    const row = columns.row[i] as number
    const frequency = columns.frequency[i] as number
    const norm = K1 * (1 - B + (B * (lengths[row] as number)) / mean)
    const at = next[term] as number
    next[term] = at + 1
    postingRows[at] = row
    impacts[at] = Math.max(1, Math.round((255 * frequency) / (frequency + norm)))
  }
  return { keys, starts, postingRows, impacts }
}

function grown<T extends Uint32Array | Uint16Array | Float32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
