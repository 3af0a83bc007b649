import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { HEADS } from '../../models/catalogue'
import { headNames } from '../triage/heads'
import { readHeads } from './heads-file'

describe('the packaged file', () => {
  const text = readFileSync('models/heads/heads.json', 'utf8')

  it('is the catalogued one and whole', async () => {
    const heads = await readHeads(text)
    for (const name of headNames) expect(heads.labels(name).length).not.toBe(1)
    expect(heads.labels('intent')).toHaveLength(40)
    expect(HEADS.bytes).toBe(new TextEncoder().encode(text).length)
  })

  it('is refused with any one bit flipped', async () => {
    const bytes = new TextEncoder().encode(text)
    for (let trial = 0; trial < 200; trial++) {
      const at = (trial * 7_919) % bytes.length
      const damaged = bytes.slice()
      damaged[at] = (damaged[at] as number) ^ (1 << (trial % 7))
      await expect(readHeads(new TextDecoder().decode(damaged))).rejects.toMatchObject({ code: 'model-damaged' })
    }
  })
})
