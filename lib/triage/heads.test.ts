import { describe, expect, it } from 'vitest'
import { headNames, parseHeads } from './heads'

const DIMENSIONS = 4

function headOf(labels: string[], kind = 'softmax') {
  const bytes = Int8Array.from({ length: labels.length * DIMENSIONS }, (_, i) =>
    i % DIMENSIONS === Math.floor(i / DIMENSIONS) ? 100 : 0,
  )
  return {
    kind,
    labels,
    weights: btoa(String.fromCharCode(...new Uint8Array(bytes.buffer))),
    scale: labels.map(() => 0.02),
    bias: labels.map(() => 0),
    temperature: { default: 1, zh: 2 },
    abstainBelow: { default: 0.6, zh: 0.3 },
  }
}

const fileOf = () => ({
  version: 2,
  encoder: 'e',
  encoderSha256: 'a'.repeat(64),
  dimensions: DIMENSIONS,
  heads: {
    ...Object.fromEntries(headNames.filter((name) => name !== 'risk').map((name) => [name, headOf(['a', 'b', 'c'])])),
    risk: headOf(['churn', 'legal'], 'sigmoid'),
  } as Record<string, Record<string, unknown>>,
})
const unit = (at: number) => Float32Array.from({ length: DIMENSIONS }, (_, i) => (i === at ? 1 : 0))

describe('heads', () => {
  it('gives probabilities with the temperature and threshold of the language', () => {
    const heads = parseHeads(fileOf())
    const p = Math.exp(2) / (Math.exp(2) + 2)
    expect(heads.judge('intent', unit(1), 'en')).toMatchObject({ label: 'b', p: expect.closeTo(p, 6) })
    const q = Math.exp(1) / (Math.exp(1) + 2)
    expect(heads.judge('intent', unit(1), 'zh')).toMatchObject({ label: 'b', p: expect.closeTo(q, 6) })
    expect(heads.judge('intent', unit(3), 'en').label).toBeNull()
    expect(heads.judge('intent', unit(3), 'zh').label).toBe('a')
  })

  it('lets several risks hold at once', () => {
    const vector = Float32Array.from([1, 1, 0, 0])
    expect(
      parseHeads(fileOf())
        .scores('risk', vector, null)
        .map(({ p }) => p),
    ).toEqual([expect.closeTo(0.8808, 4), expect.closeTo(0.8808, 4)])
  })

  it('does without the risk head and without no other', () => {
    for (const name of headNames) {
      const file = fileOf()
      delete file.heads[name]
      if (name === 'risk') expect(parseHeads(file).labels(name)).toEqual([])
      else expect(() => parseHeads(file)).toThrow(expect.objectContaining({ code: 'model-damaged' }))
    }
  })

  it.each<[string, object]>([
    ['an older version', { version: 1 }],
    ['an unknown key', { extra: 1 }],
    ['a hash that is none', { encoderSha256: 'x' }],
    ['another width', { dimensions: 5 }],
  ])('refuses %s', (_, change) => {
    expect(() => parseHeads({ ...fileOf(), ...change })).toThrow(expect.objectContaining({ code: 'model-damaged' }))
  })

  it.each<[string, object]>([
    ['an unknown key', { extra: 1 }],
    ['weights of another length', { labels: ['a', 'b'], scale: [1, 1], bias: [0, 0] }],
    ['weights that are no base64', { weights: '*' }],
    ['one label twice', { labels: ['a', 'a', 'b'] }],
    ['a missing scale', { scale: [1, 1] }],
    ['a bias that is no number', { bias: [1, 1, null] }],
    ['a temperature of 0', { temperature: { default: 0 } }],
    ['no default temperature', { temperature: { en: 1 } }],
    ['a threshold of 1', { abstainBelow: { default: 1 } }],
    ['the wrong kind', { kind: 'sigmoid' }],
  ])('refuses a head with %s', (_, change) => {
    const file = fileOf()
    Object.assign(file.heads.intent as object, change)
    expect(() => parseHeads(file)).toThrow(expect.objectContaining({ code: 'model-damaged' }))
  })

  it('refuses a vector that is not one', () => {
    const heads = parseHeads(fileOf())
    for (const vector of [new Float32Array(3), Float32Array.from([Number.NaN, 0, 0, 0])])
      expect(() => heads.scores('intent', vector, null)).toThrow(expect.objectContaining({ code: 'bad-request' }))
  })
})
