import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ENCODER } from '../../../models/catalogue'
import { createTokenizer } from './tokenizer'

const json = readFileSync(`models/files/${ENCODER.tokenizer.file}`, 'utf8')
const reference = JSON.parse(readFileSync('models/reference/token-ids.json', 'utf8')) as [string, number[]][]

describe('tokenizer', () => {
  it('gives the ids of the reference, hostile strings included', () => {
    const tokenize = createTokenizer(json, Number.POSITIVE_INFINITY)
    const different = reference.filter(([text, ids]) => JSON.stringify(tokenize(text)) !== JSON.stringify(ids))
    expect(reference.length).toBeGreaterThan(400)
    expect(different.map(([text]) => text)).toEqual([])
  })

  it('keeps the first words and the last ones of a long text', () => {
    const whole = createTokenizer(json, Number.POSITIVE_INFINITY)
    const tokenize = createTokenizer(json, 64)
    const text = `I want my money back. ${'and so on, as we said before, '.repeat(400)} Please answer until Friday.`
    const ids = tokenize(text)
    expect(ids).toHaveLength(64)
    const first = whole('I want my money back.').slice(0, -1)
    const last = whole('Please answer until Friday.').slice(1)
    expect(ids.slice(0, first.length)).toEqual(first)
    expect(ids.slice(-last.length)).toEqual(last)
  })

  it('refuses what is no tokenizer', () => {
    for (const damaged of [json.slice(0, 5_000), '{}', json.replace('"Precompiled"', '"NFKC"')])
      expect(() => createTokenizer(damaged, 64)).toThrow(expect.objectContaining({ code: 'model-damaged' }))
  })
})
