/**
 * A term as one number below 2^53, so that no index needs its words: two 32-bit hashes with different multipliers
 * (FNV-1a and one after Knuth), of which 53 bits are kept. A million terms collide with a chance of 1 in 18,000.
 */
export function termKey(term: string): number {
  let one = 0x811c9dc5
  let two = 0x9747b28c
  for (let i = 0; i < term.length; i++) {
    const code = term.charCodeAt(i)
    one = Math.imul(one ^ code, 0x01000193)
    two = Math.imul(two ^ code, 0x9e3779b1)
    two ^= two >>> 15
  }
  one ^= one >>> 13
  return (one >>> 0) * 0x200000 + ((Math.imul(two, 0x85ebca6b) >>> 11) & 0x1fffff)
}

/** Place of a key among ascending ones, or -1. */
export function findKey(keys: Float64Array, key: number): number {
  let low = 0
  let high = keys.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = keys[middle] as number
    if (found === key) return middle
    if (found < key) low = middle + 1
    else high = middle - 1
  }
  return -1
}
