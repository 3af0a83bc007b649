/** Joins segments into one without the texts: postings are moved, what is dead is left out. */
import type { Segment } from './segment'
import type { Entry, SegmentData, VectorBlock } from './types'

const GONE = -1

export interface Merged {
  data: SegmentData
  /** A row for each row of `data`. */
  vectors: VectorBlock
}

/** The segments' living rows must fit into one. */
export function mergeSegments(segments: Segment[], width: number): Merged {
  const entries: Entry[] = []
  let rows = 0
  let length = 0
  const moved = segments.map((segment) => {
    const to = new Int32Array(segment.rows).fill(GONE)
    for (const [at, entry] of segment.entries.entries()) {
      if (!segment.isLive(at)) continue
      entries.push(entry)
      const from = segment.firstRow(at)
      for (let i = 0; i < entry.passages; i++) to[from + i] = rows++
    }
    length += segment.rows === 0 ? 0 : (segment.length * segment.live) / segment.rows
    return to
  })
  return { data: { entries, rows, length, ...joinPostings(segments, moved) }, vectors: joinVectors(segments, moved, rows, width) }
}

function joinPostings(segments: Segment[], moved: Int32Array[]) {
  const parts = segments.map((segment) => segment.data())
  const keys = distinct(parts.map((part) => part.keys))
  const capacity = parts.reduce((sum, part) => sum + part.postingRows.length, 0)
  const postingRows = new Uint16Array(capacity)
  const impacts = new Uint8Array(capacity)
  const starts = new Uint32Array(keys.length + 1)
  const next = parts.map(() => 0)
  let terms = 0
  let used = 0
  for (const key of keys) {
    const before = used
    for (const [which, part] of parts.entries()) {
      const at = next[which] as number
      if (part.keys[at] !== key) continue
      next[which] = at + 1
      const to = moved[which] as Int32Array
      for (let i = part.starts[at] as number; i < (part.starts[at + 1] as number); i++) {
        const row = to[part.postingRows[i] as number] as number
        if (row === GONE) continue
        postingRows[used] = row
        impacts[used] = part.impacts[i] as number
        used++
      }
    }
    if (used === before) continue
    keys[terms++] = key
    starts[terms] = used
  }
  return {
    keys: keys.slice(0, terms),
    starts: starts.slice(0, terms + 1),
    postingRows: postingRows.slice(0, used),
    impacts: impacts.slice(0, used),
  }
}

function distinct(lists: Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0))
  let used = 0
  for (const list of lists) {
    all.set(list, used)
    used += list.length
  }
  all.sort()
  let kept = 0
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[kept - 1]) all[kept++] = all[i] as number
  return all.slice(0, kept)
}

function joinVectors(segments: Segment[], moved: Int32Array[], rows: number, width: number): VectorBlock {
  const values = new Int8Array(rows * width)
  const scales = new Float32Array(rows)
  for (const [which, segment] of segments.entries()) {
    if (segment.embedded === 0) continue
    const from = segment.vectors(0, segment.rows)
    for (const [row, to] of (moved[which] as Int32Array).entries()) {
      if (to === GONE) continue
      scales[to] = from.scales[row] as number
      values.set(from.values.subarray(row * width, (row + 1) * width), to * width)
    }
  }
  return { values, scales }
}

/** Segments that a search may have to visit before they are joined. */
const FEW = 8
/** A segment is rewritten alone when this share of its rows is dead. */
const MOSTLY_DEAD = 0.5

/**
 * Which segments to join next: the smallest, and on with the next larger one while it is not larger than what is joined
 * already. So a row is moved about log2(corpus) times however small the changes are. Empty: nothing to do.
 */
export function pickMerge(segments: readonly Segment[], mostRows: number): Segment[] {
  const wasteful = segments.find((segment) => segment.live < segment.rows * (1 - MOSTLY_DEAD))
  if (wasteful) return [wasteful]
  if (segments.length <= FEW) return []
  const order = segments.slice().sort((a, b) => a.live - b.live)
  const picked: Segment[] = []
  let rows = 0
  for (const segment of order) {
    if (rows + segment.live > mostRows || (picked.length >= 2 && segment.live > rows)) break
    picked.push(segment)
    rows += segment.live
  }
  return picked.length >= 2 ? picked : []
}
