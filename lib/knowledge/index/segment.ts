/** A segment in memory: its postings and vectors lie in the kernel's memory, and which of its rows are alive. */
import type { Block, Kernel } from '../kernel/kernel'
import { findKey } from './term-key'
import type { Entry, SegmentData, VectorBlock } from './types'

export interface Segment {
  readonly id: number
  readonly entries: Entry[]
  readonly rows: number
  readonly length: number
  /** Rows that are alive, and those of them that have a vector. */
  readonly live: number
  readonly embedded: number
  /** Place of the term with this key, or -1. */
  termAt(key: number): number
  /** Postings of the term at a place, dead rows included; 0 at -1. */
  frequency(term: number): number
  /** Adds a term's postings, times `weight`, to the rows' scores. */
  addTerm(term: number, weight: number): void
  /** Offers the rows by score, or by cosine to the query at `query`, to the kernel's list as `base` + row. */
  offerWords(base: number, allowed: Block | null): void
  offerVectors(base: number, allowed: Block | null, query: number, queryScale: number): void
  score(row: number): number
  clearScores(): void
  /** null: no vector. */
  cosine(row: number, query: number, queryScale: number): number | null
  /** Fills `mask` (one byte a row) with the living rows whose entry passes. */
  allow(mask: Uint8Array, passes: (entry: Entry) => boolean): void
  /** The entry of a row, and which of its passages the row is. */
  locate(row: number): { entry: Entry; passage: number }
  /** Index of the living entry with this key, or -1; its first row. */
  find(key: string): number
  firstRow(entry: number): number
  isLive(entry: number): boolean
  kill(entry: number): void
  /** Living entries as one byte each, for storage. */
  liveEntries(): Uint8Array<ArrayBuffer>
  setVectors(rows: ArrayLike<number>, block: VectorBlock): void
  vectors(from: number, to: number): VectorBlock
  /** Up to `limit` living rows without a vector, from the start. */
  missing(limit: number): number[]
  /** The immutable part again, for merging. */
  data(): SegmentData
  free(): void
}

/** `alive` has one byte per entry; absent: all are. */
export function openSegment(kernel: Kernel, id: number, data: SegmentData, width: number, alive?: Uint8Array): Segment {
  const { entries, rows, length, keys, starts } = data
  const postings = kernel.block(data.postingRows.byteLength)
  postings.u16().set(data.postingRows)
  const impacts = kernel.block(data.impacts.byteLength)
  impacts.u8().set(data.impacts)
  const scores = kernel.block(((rows + 3) & ~3) * 4)
  const mask = kernel.block(rows)
  let matrix: Block | null = null
  const scales = kernel.block(rows * 4)
  const first = new Uint32Array(entries.length + 1)
  for (const [at, entry] of entries.entries()) first[at + 1] = (first[at] as number) + entry.passages
  const lives = new Uint8Array(entries.length).fill(1)
  let live = rows
  let embedded = 0
  mask.u8().fill(1)

  const rangeOf = (entry: number): [number, number] => [first[entry] as number, first[entry + 1] as number]

  function kill(entry: number): void {
    if (lives[entry] === 0) return
    lives[entry] = 0
    const [from, to] = rangeOf(entry)
    mask.u8().fill(0, from, to)
    live -= to - from
    for (const scale of scales.f32().subarray(from, to)) if (scale !== 0) embedded--
  }

  function entryAt(row: number): number {
    let low = 0
    let high = entries.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((first[middle] as number) <= row) low = middle
      else high = middle - 1
    }
    return low
  }

  function room(): Block {
    matrix ??= kernel.block(rows * width)
    return matrix
  }

  const segment: Segment = {
    id,
    entries,
    rows,
    length,
    get live() {
      return live
    },
    get embedded() {
      return embedded
    },
    termAt: (key) => findKey(keys, key),
    frequency: (term) => (term < 0 ? 0 : (starts[term + 1] as number) - (starts[term] as number)),
    addTerm(term, weight) {
      if (term < 0) return
      const start = starts[term] as number
      const count = (starts[term + 1] as number) - start
      kernel.addPostings(postings.address + start * 2, impacts.address + start, count, weight, scores.address)
    },
    offerWords: (base, allowed) => kernel.collect(scores.address, (allowed ?? mask).address, rows, base),
    offerVectors(base, allowed, query, queryScale) {
      if (matrix) kernel.scan(matrix.address, scales.address, (allowed ?? mask).address, rows, width, query, queryScale, base)
    },
    score: (row) => scores.f32()[row] as number,
    clearScores: () => void scores.f32().fill(0),
    cosine(row, query, queryScale) {
      const scale = scales.f32()[row] as number
      return matrix && scale !== 0 ? kernel.cosine(matrix.address + row * width, scale, query, width, queryScale) : null
    },
    allow(allowed, passes) {
      for (const [at, entry] of entries.entries()) {
        if (lives[at] === 1 && passes(entry)) allowed.fill(1, ...rangeOf(at))
      }
    },
    locate(row) {
      const at = entryAt(row)
      return { entry: entries[at] as Entry, passage: row - (first[at] as number) }
    },
    find: (key) => entries.findIndex((entry, at) => entry.key === key && lives[at] === 1),
    firstRow: (entry) => first[entry] as number,
    isLive: (entry) => lives[entry] === 1,
    kill,
    liveEntries: () => lives.slice(),
    setVectors(which, block) {
      const all = room().i8()
      const own = scales.f32()
      const living = mask.u8()
      for (let at = 0; at < which.length; at++) {
        const row = which[at] as number
        const scale = block.scales[at] as number
        if (scale === 0) continue
        if (own[row] === 0 && living[row] === 1) embedded++
        all.set(block.values.subarray(at * width, (at + 1) * width), row * width)
        own[row] = scale
      }
    },
    vectors: (from, to) => ({
      values: room()
        .i8()
        .slice(from * width, to * width),
      scales: scales.f32().slice(from, to),
    }),
    missing(limit) {
      const found: number[] = []
      if (embedded === live) return found
      const own = scales.f32()
      const living = mask.u8()
      for (let row = 0; row < rows && found.length < limit; row++) if (own[row] === 0 && living[row] === 1) found.push(row)
      return found
    },
    data: () => ({ entries, rows, length, keys, starts, postingRows: postings.u16(), impacts: impacts.u8() }),
    free() {
      for (const block of [postings, impacts, scores, mask, scales, matrix]) block?.free()
    },
  }
  if (alive) for (const [at, value] of alive.entries()) if (value === 0) kill(at)
  return segment
}
