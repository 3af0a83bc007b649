/** An exact scan of float32 vectors in plain JavaScript; no words. */
import { WIDTH } from '../generate'
import { type Engine, getValue, putValue } from './engine'

export function createFloatScan(): Engine {
  let matrix = new Float32Array(0)
  return {
    async build(generator, size) {
      matrix = new Float32Array(size * WIDTH)
      for (let row = 0; row < size; row++) matrix.set(generator.vector(row), row * WIDTH)
      return { words: 0, vectors: 0 }
    },
    store: async () => putValue('floats', matrix),
    async open() {
      matrix = (await getValue('floats')) as Float32Array<ArrayBuffer>
    },
    complete: async () => undefined,
    search: ({ vector }) => bestOf(matrix, vector, 10),
  }
}

/** Rows with the largest products, best first. */
export function bestOf(matrix: Float32Array, vector: Float32Array, limit: number): number[] {
  const best: { row: number; product: number }[] = []
  let least = Number.NEGATIVE_INFINITY
  for (let row = 0, at = 0; at < matrix.length; row++) {
    let product = 0
    for (let i = 0; i < WIDTH; i++, at++) product += (matrix[at] as number) * (vector[i] as number)
    if (product <= least && best.length === limit) continue
    best.push({ row, product })
    best.sort((a, b) => b.product - a.product)
    if (best.length > limit) best.pop()
    least = best.at(-1)?.product ?? Number.NEGATIVE_INFINITY
  }
  return best.map(({ row }) => row)
}
