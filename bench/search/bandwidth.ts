/** Bytes a second that one core can read from memory: a search for a byte that is not there, in a buffer larger than any cache. */
export function readBandwidth(): number {
  const buffer = Buffer.alloc(512 * 2 ** 20, 1)
  let best = 0
  for (let run = 0; run < 8; run++) {
    const started = performance.now()
    buffer.indexOf(7)
    best = Math.max(best, (buffer.length * 1000) / (performance.now() - started))
  }
  return best
}
