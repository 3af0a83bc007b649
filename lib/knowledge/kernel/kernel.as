/**
 * The two loops of a search, over memory that the caller fills: adding up the postings of a word, and multiplying the
 * query's vector with every row. Both leave their best rows in one heap. AssemblyScript; `build.ts` compiles it.
 */

/** Most rows that one search may keep. */
const MOST: i32 = 1024

const heapScores: usize = memory.data(MOST * 4, 16)
const heapIds: usize = memory.data(MOST * 4, 16)
let wanted: i32 = 0
let kept: i32 = 0
let least: f32 = -Infinity

export function allocate(bytes: usize): usize {
  return heap.alloc(bytes)
}

export function release(address: usize): void {
  heap.free(address)
}

/** Starts a list of the best `limit` (≤ 1024) rows. */
export function begin(limit: i32): void {
  wanted = limit
  kept = 0
  least = -Infinity
}

export function count(): i32 {
  return kept
}

export function scores(): usize {
  return heapScores
}

export function ids(): usize {
  return heapIds
}

/** Keeps a row if it is among the best so far: a heap with the worst kept one on top. */
function offer(score: f32, id: u32): void {
  let at: i32
  if (kept < wanted) {
    at = kept++
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = load<f32>(heapScores + (<usize>parent << 2))
      if (above <= score) break
      put(at, above, load<u32>(heapIds + (<usize>parent << 2)))
      at = parent
    }
  } else {
    at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= kept) break
      if (
        child + 1 < kept &&
        load<f32>(heapScores + (<usize>(child + 1) << 2)) < load<f32>(heapScores + (<usize>child << 2))
      )
        child++
      const below = load<f32>(heapScores + (<usize>child << 2))
      if (below >= score) break
      put(at, below, load<u32>(heapIds + (<usize>child << 2)))
      at = child
    }
  }
  put(at, score, id)
  if (kept == wanted) least = load<f32>(heapScores)
}

// @ts-ignore: decorator
@inline
function put(at: i32, score: f32, id: u32): void {
  store<f32>(heapScores + (<usize>at << 2), score)
  store<u32>(heapIds + (<usize>at << 2), id)
}

/** Adds `weight` times the impact of each posting (row u16, impact u8) to the row's score (f32). */
export function addPostings(rows: usize, impacts: usize, length: i32, weight: f32, into: usize): void {
  for (let i: usize = 0; i < <usize>length; i++) {
    const place = into + (<usize>load<u16>(rows + (i << 1)) << 2)
    store<f32>(place, load<f32>(place) + weight * <f32>load<u8>(impacts + i))
  }
}

/** Offers every row with a score above zero whose byte in `mask` is not 0, as `base` + row. Four rows at a time. */
export function collect(from: usize, mask: usize, rows: i32, base: u32): void {
  for (let row = 0; row < rows; row += 4) {
    const four = v128.load(from + (<usize>row << 2))
    const bar: f32 = least > 0 ? least : 0
    if (!v128.any_true(f32x4.gt(four, f32x4.splat(bar)))) continue
    const end = row + 4 < rows ? row + 4 : rows
    for (let each = row; each < end; each++) {
      const score = load<f32>(from + (<usize>each << 2))
      if (score > 0 && (score > least || kept < wanted) && load<u8>(mask + <usize>each) != 0) offer(score, base + <u32>each)
    }
  }
}

/** Product of one int8 row and the int16 query. `width` is a multiple of 16. */
// @ts-ignore: decorator
@inline
function multiply(row: usize, query: usize, width: usize): i32 {
  let low = i32x4.splat(0)
  let high = i32x4.splat(0)
  for (let i: usize = 0; i < width; i += 16) {
    const place = query + (i << 1)
    low = i32x4.add(low, i32x4.dot_i16x8_s(v128.load_ext<i8>(row + i), v128.load(place)))
    high = i32x4.add(high, i32x4.dot_i16x8_s(v128.load_ext<i8>(row + i, 8), v128.load(place, 16)))
  }
  return sum(i32x4.add(low, high))
}

// @ts-ignore: decorator
@inline
function sum(lanes: v128): i32 {
  return (
    i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1) + i32x4.extract_lane(lanes, 2) + i32x4.extract_lane(lanes, 3)
  )
}

/** Cosine of one row: product times the row's scale times the query's. */
export function cosine(row: usize, scale: f32, query: usize, width: i32, queryScale: f32): f32 {
  return <f32>multiply(row, query, <usize>width) * scale * queryScale
}

/**
 * Offers the cosine of every row whose byte in `mask` is not 0 and whose scale is not 0 (no vector yet), as `base` + row.
 * Four rows share each load of the query.
 */
export function scan(
  matrix: usize,
  scales: usize,
  mask: usize,
  rows: i32,
  width: i32,
  query: usize,
  queryScale: f32,
  base: u32,
): void {
  const bytes = <usize>width
  let row = 0
  for (; row + 4 <= rows; row += 4) {
    if (load<u32>(mask + <usize>row) == 0) continue
    const a = matrix + <usize>row * bytes
    const b = a + bytes
    const c = b + bytes
    const d = c + bytes
    let sa = i32x4.splat(0)
    let sb = i32x4.splat(0)
    let sc = i32x4.splat(0)
    let sd = i32x4.splat(0)
    for (let i: usize = 0; i < bytes; i += 16) {
      const low = v128.load(query + (i << 1))
      const high = v128.load(query + (i << 1), 16)
      sa = i32x4.add(sa, i32x4.dot_i16x8_s(v128.load_ext<i8>(a + i), low))
      sb = i32x4.add(sb, i32x4.dot_i16x8_s(v128.load_ext<i8>(b + i), low))
      sc = i32x4.add(sc, i32x4.dot_i16x8_s(v128.load_ext<i8>(c + i), low))
      sd = i32x4.add(sd, i32x4.dot_i16x8_s(v128.load_ext<i8>(d + i), low))
      sa = i32x4.add(sa, i32x4.dot_i16x8_s(v128.load_ext<i8>(a + i, 8), high))
      sb = i32x4.add(sb, i32x4.dot_i16x8_s(v128.load_ext<i8>(b + i, 8), high))
      sc = i32x4.add(sc, i32x4.dot_i16x8_s(v128.load_ext<i8>(c + i, 8), high))
      sd = i32x4.add(sd, i32x4.dot_i16x8_s(v128.load_ext<i8>(d + i, 8), high))
    }
    consider(<f32>sum(sa) * queryScale, scales, mask, row, base)
    consider(<f32>sum(sb) * queryScale, scales, mask, row + 1, base)
    consider(<f32>sum(sc) * queryScale, scales, mask, row + 2, base)
    consider(<f32>sum(sd) * queryScale, scales, mask, row + 3, base)
  }
  for (; row < rows; row++)
    consider(<f32>multiply(matrix + <usize>row * bytes, query, bytes) * queryScale, scales, mask, row, base)
}

// @ts-ignore: decorator
@inline
function consider(product: f32, scales: usize, mask: usize, row: i32, base: u32): void {
  const scale = load<f32>(scales + (<usize>row << 2))
  const score = product * scale
  if ((score > least || kept < wanted) && scale != 0 && load<u8>(mask + <usize>row) != 0) offer(score, base + <u32>row)
}
