import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ENCODER } from '../../../models/catalogue'
import { PACKAGED_FILES } from './node'
import { verifyFile } from './verified-file'

describe.each([
  ['model', PACKAGED_FILES.model, ENCODER.model],
  ['tokenizer', PACKAGED_FILES.tokenizer, ENCODER.tokenizer],
] as const)('the packaged %s', (_, path, catalogued) => {
  const bytes = new Uint8Array(readFileSync(path))

  it('is the catalogued file', () => expect(verifyFile(bytes, catalogued)).resolves.toBeUndefined())

  it('is refused with one bit flipped, at the front, inside or at the end', async () => {
    for (const at of [0, 4_099, bytes.length >> 1, bytes.length - 1]) {
      bytes[at] = (bytes[at] as number) ^ 1
      await expect(verifyFile(bytes, catalogued)).rejects.toMatchObject({ code: 'model-damaged' })
      bytes[at] = (bytes[at] as number) ^ 1
    }
  })

  it('is refused when it is cut off', () =>
    expect(verifyFile(bytes.slice(0, -1), catalogued)).rejects.toMatchObject({ code: 'model-damaged' }))
})
