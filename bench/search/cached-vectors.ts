/** Vectors made by the packaged encoder, one text a pass as in the product, kept in a folder so that a second run starts at once. */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { openNodeEncoder } from '../../lib/engine/encoder/node'
import type { Encoder } from '../../lib/triage/types'
import { ENCODER } from '../../models/catalogue'

export interface CachedVectors {
  readonly dimensions: number
  /** Unit vectors (float32) in the order of the texts. Makes and stores what is missing. */
  encode(texts: string[], kind: 'query' | 'passage'): Promise<Float32Array[]>
}

const KEY_BYTES = 20

/** `name` is one file of the cache: two processes must not share one. */
export function openCachedVectors(folder: string, name: string): CachedVectors {
  const place = join(folder, ENCODER.model.sha256.slice(0, 12))
  mkdirSync(place, { recursive: true })
  const file = join(place, `${name}.bin`)
  const row = KEY_BYTES + ENCODER.dimensions * 4
  const known = new Map<string, Float32Array>()
  if (existsSync(file)) {
    const bytes = readFileSync(file)
    const rows = Math.floor(bytes.length / row)
    if (rows * row < bytes.length) truncateSync(file, rows * row)
    for (let at = 0; at < rows; at++) {
      const start = at * row
      const vector = new Float32Array(bytes.buffer.slice(bytes.byteOffset + start + KEY_BYTES, bytes.byteOffset + start + row))
      known.set(bytes.toString('hex', start, start + KEY_BYTES), vector)
    }
  }
  let encoder: Encoder | null = null
  return {
    dimensions: ENCODER.dimensions,
    async encode(texts, kind) {
      const vectors: Float32Array[] = []
      for (const [at, text] of texts.entries()) {
        const key = createHash('sha1').update(`${kind}\n${text}`).digest()
        let vector = known.get(key.toString('hex'))
        if (!vector) {
          encoder ??= await openNodeEncoder()
          const [made] = await encoder.encode([text], kind)
          if (!made) throw new Error('the encoder gave no vector')
          vector = made
          known.set(key.toString('hex'), vector)
          appendFileSync(file, Buffer.concat([key, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)]))
          if (at % 500 === 499) console.error(`${name}: ${at + 1} of ${texts.length} texts have a vector`)
        }
        vectors.push(vector)
      }
      return vectors
    },
  }
}
