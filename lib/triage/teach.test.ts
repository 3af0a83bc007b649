import { describe, expect, it } from 'vitest'
import { type Example, learn, settled } from './teach'
import type { Judgement, Score } from './types'

const WIDTH = 24

/** Unit vectors around one direction for each topic, all with a large common part, as an encoder's are. */
function vectorOf(topic: number, noise: number): Float32Array {
  let state = (topic + 1) * 7_919 + noise * 104_729
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648 - 0.5
  }
  const raw = Float32Array.from({ length: WIDTH }, (_, i) => 1 + (i === topic ? 2 : 0) + 0.6 * random())
  const length = Math.hypot(...raw)
  return raw.map((value) => value / length)
}

const CENTRE = Float32Array.from({ length: WIDTH }, () => 0.19)
const prior = (): Score[] => [
  { label: 'refund', p: 0.7 },
  { label: 'order', p: 0.2 },
  { label: 'other', p: 0.1 },
]
const judgement: Judgement = { label: 'refund', p: 0.7, ranked: prior() }
const lessons = (examples: Example[], change = {}) => ({
  examples,
  own: [],
  hidden: new Set<string>(),
  centre: CENTRE,
  ...change,
})
const example = (label: string, topic: number, noise: number): Example => ({ label, vector: vectorOf(topic, noise), weight: 1 })
const bits = (examples: Example[], at = vectorOf(3, 50)) => learn(prior, lessons(examples)).apply(judgement, at, 0.5).ranked

describe('learning from corrections', () => {
  it('counts at once, for messages that are alike and for no others', () => {
    const taught = learn(prior, lessons([example('order', 3, 1)]))
    expect(taught.apply(judgement, vectorOf(3, 2), 0.5).label).toBe('order')
    expect(taught.apply(judgement, vectorOf(9, 2), 0.5).label).toBe('refund')
  })

  it('leaves a judgement alone where nothing was taught', () => {
    expect(learn(prior, lessons([])).apply(judgement, vectorOf(1, 1), 0.5)).toBe(judgement)
  })

  it('is the same to the bit in whatever order the examples came', () => {
    const examples = [example('order', 3, 1), example('other', 5, 2), example('order', 7, 3), example('refund', 3, 4)]
    expect(bits(examples.toReversed())).toEqual(bits(examples))
    expect(bits([...examples, ...examples])).toEqual(bits(examples))
  })

  it('forgets to the bit: what was taken out leaves nothing behind', () => {
    const kept = [example('order', 3, 1), example('other', 5, 2)]
    const forgotten = example('other', 3, 9)
    expect(bits([...kept, forgotten])).not.toEqual(bits(kept))
    expect(bits([...kept, forgotten].filter((each) => each !== forgotten))).toEqual(bits(kept))
  })

  it('weighs a lighter example less', () => {
    const p = (weight: number) =>
      bits([{ ...example('order', 3, 1), weight }]).find(({ label }) => label === 'order')?.p ?? Number.NaN
    expect(p(0.2)).toBeLessThan(p(1))
  })

  it('says not sure below the threshold', () => {
    const taught = learn(prior, lessons([example('order', 3, 1)]))
    expect(taught.apply(judgement, vectorOf(3, 2), 0.9999)).toMatchObject({ label: null, ranked: [{ label: 'order' }, {}, {}] })
  })
})

describe('labels of one’s own', () => {
  it('start from their description alone', () => {
    const own = [
      { id: 'own:lamp', vector: vectorOf(4, 1) },
      { id: 'own:door', vector: vectorOf(8, 1) },
    ]
    const taught = learn(prior, lessons([], { own }))
    expect(taught.apply(judgement, vectorOf(4, 2), 0.4).label).toBe('own:lamp')
    expect(taught.apply(judgement, vectorOf(12, 2), 0.4).label).toBe('refund')
  })

  it('are not offered while hidden, and neither is a ready-made one', () => {
    const own = [{ id: 'own:lamp', vector: vectorOf(4, 1) }]
    const { ranked } = learn(prior, lessons([], { own, hidden: new Set(['own:lamp', 'refund']) })).apply(
      judgement,
      vectorOf(4, 2),
      0,
    )
    expect(ranked.map(({ label }) => label)).toEqual(['order', 'other'])
    expect(ranked.reduce((sum, { p }) => sum + p, 0)).toBeCloseTo(1, 10)
  })
})

it('what a person settled stands first and is marked', () => {
  expect(settled(judgement, 'other')).toMatchObject({
    label: 'other',
    p: 1,
    corrected: true,
    ranked: [{ label: 'other' }, {}, {}],
  })
})
