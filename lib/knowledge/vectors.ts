/** Vectors of passages: int8 with one scale each, scanned exactly. */

export interface PackedVector {
  values: Int8Array
  scale: number
}

/** Symmetric int8: the largest value becomes ±127. */
export function packVector(vector: Float32Array): PackedVector {
  let largest = 0
  for (const value of vector) largest = Math.max(largest, Math.abs(value))
  const scale = largest / 127 || 1
  return { values: Int8Array.from(vector, (value) => Math.round(value / scale)), scale }
}

export interface VectorHit {
  id: string
  cosine: number
}

export interface VectorIndex {
  readonly size: number
  has(id: string): boolean
  put(id: string, vector: PackedVector): void
  remove(id: string): void
  /** Best `limit` by cosine to a unit vector. */
  search(query: Float32Array, limit: number): VectorHit[]
  /** Cosine of one passage; null when it has no vector. */
  cosine(id: string, query: Float32Array): number | null
}

/** One growing matrix; a removed row is filled by the last one. */
export function createVectorIndex(dimensions: number): VectorIndex {
  let matrix = new Int8Array(1024 * dimensions)
  const scales: number[] = []
  const ids: string[] = []
  const rows = new Map<string, number>()

  function dot(row: number, query: Float32Array): number {
    let sum = 0
    const start = row * dimensions
    for (let i = 0; i < dimensions; i++) sum += (matrix[start + i] as number) * (query[i] as number)
    return sum * (scales[row] as number)
  }

  return {
    get size() {
      return ids.length
    },
    has: (id) => rows.has(id),
    put(id, { values, scale }) {
      const row = rows.get(id) ?? ids.length
      if (row === ids.length) {
        if ((row + 1) * dimensions > matrix.length) {
          const grown = new Int8Array(matrix.length * 2)
          grown.set(matrix)
          matrix = grown
        }
        ids.push(id)
        rows.set(id, row)
      }
      matrix.set(values.subarray(0, dimensions), row * dimensions)
      scales[row] = scale
    },
    remove(id) {
      const row = rows.get(id)
      if (row === undefined) return
      const last = ids.length - 1
      if (row !== last) {
        matrix.copyWithin(row * dimensions, last * dimensions, (last + 1) * dimensions)
        scales[row] = scales[last] as number
        ids[row] = ids[last] as string
        rows.set(ids[row] as string, row)
      }
      ids.pop()
      scales.pop()
      rows.delete(id)
    },
    search(query, limit) {
      const best: VectorHit[] = []
      let worst = Number.NEGATIVE_INFINITY
      for (let row = 0; row < ids.length; row++) {
        const cosine = dot(row, query)
        if (best.length === limit && cosine <= worst) continue
        const at = best.findIndex((hit) => hit.cosine < cosine)
        best.splice(at < 0 ? best.length : at, 0, { id: ids[row] as string, cosine })
        if (best.length > limit) best.pop()
        worst = best.length === limit ? (best[limit - 1] as VectorHit).cosine : Number.NEGATIVE_INFINITY
      }
      return best
    },
    cosine(id, query) {
      const row = rows.get(id)
      return row === undefined ? null : dot(row, query)
    },
  }
}
