/** Vectors as the index keeps them: int8 with one scale each. */
import type { VectorBlock } from './types'

/** Symmetric: each vector's largest value becomes ±127. All vectors are `width` floats of unit length. */
export function packVectors(vectors: Float32Array[], width: number): VectorBlock {
  const values = new Int8Array(vectors.length * width)
  const scales = new Float32Array(vectors.length)
  for (const [row, vector] of vectors.entries()) {
    let largest = 0
    for (const value of vector) largest = Math.max(largest, Math.abs(value))
    const scale = largest / 127 || 1
    scales[row] = scale
    for (let i = 0; i < width; i++) values[row * width + i] = Math.round((vector[i] as number) / scale)
  }
  return { values, scales }
}

/** The query keeps 15 bits: its rounding must not add to that of the rows. */
export const QUERY_STEPS = 16_383

export function packQuery(vector: Float32Array): { values: Int16Array; scale: number } {
  let largest = 0
  for (const value of vector) largest = Math.max(largest, Math.abs(value))
  const scale = largest / QUERY_STEPS || 1
  return { values: Int16Array.from(vector, (value) => Math.round(value / scale)), scale }
}
