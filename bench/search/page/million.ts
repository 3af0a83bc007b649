/** A million vectors without words: the kernel's scan against the same in float32, and how much of the exact answer it gives. */
import { openSegment, type Segment } from '../../../lib/knowledge/index/segment'
import { MOST_ROWS } from '../../../lib/knowledge/index/types'
import { packQuery, packVectors } from '../../../lib/knowledge/index/vector'
import { openKernel } from '../../../lib/knowledge/kernel/kernel'
import { createGenerator, WIDTH } from '../generate'
import { bestOf } from './float-scan'

export interface ScanTimes {
  own: number[]
  float: number[]
  recall: number
}

export async function measureMillion(size: number, queries: number): Promise<ScanTimes> {
  const kernel = await openKernel(await WebAssembly.compileStreaming(fetch('/kernel.wasm')))
  const generator = createGenerator('en', size)
  const floats = new Float32Array(size * WIDTH)
  const segments: Segment[] = []
  for (let from = 0; from < size; from += MOST_ROWS) {
    const rows = Array.from({ length: Math.min(MOST_ROWS, size - from) }, (_, i) => i)
    const segment = openSegment(kernel, segments.length, wordless(rows.length), WIDTH)
    for (const row of rows) {
      const vector = generator.vector(from + row)
      floats.set(vector, (from + row) * WIDTH)
      segment.setVectors([row], packVectors([vector], WIDTH))
    }
    segments.push(segment)
  }
  const query = kernel.block(WIDTH * 2)
  const times: ScanTimes = { own: [], float: [], recall: 0 }
  for (let number = 0; number < queries; number++) {
    const { vector } = generator.query(number, 'short')
    let started = performance.now()
    const packed = packQuery(vector)
    query.i16().set(packed.values)
    kernel.begin(10)
    for (const [at, segment] of segments.entries()) segment.offerVectors(at * MOST_ROWS, null, query.address, packed.scale)
    const own = kernel.best().map(({ id }) => id)
    times.own.push(performance.now() - started)
    started = performance.now()
    const exact = bestOf(floats, vector, 10)
    times.float.push(performance.now() - started)
    times.recall += exact.filter((row) => own.includes(row)).length / exact.length / queries
  }
  return times
}

const wordless = (rows: number) => ({
  entries: [{ key: '', passages: rows, locale: 'en', section: '', permission: 'everyone' as const, team: null, draft: false }],
  rows,
  length: 0,
  keys: new Float64Array(0),
  starts: new Uint32Array(1),
  postingRows: new Uint16Array(0),
  impacts: new Uint8Array(0),
})
