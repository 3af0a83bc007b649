import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openNodeEncoder } from './node'

/** Little-endian float32, base64. */
const reference = JSON.parse(readFileSync('models/reference/vectors.json', 'utf8')) as [string, string][]

it('gives the vectors of the reference', async () => {
  const encoder = await openNodeEncoder()
  const vectors = await encoder.encode(
    reference.map(([text]) => text),
    'query',
  )
  for (const [at, [text, base64]] of reference.entries()) {
    const bytes = Buffer.from(base64, 'base64')
    const cosine = vectors[at]?.reduce((sum, value, i) => sum + value * bytes.readFloatLE(i * 4), 0)
    expect(cosine, text).toBeGreaterThanOrEqual(0.998)
  }
}, 120_000)
