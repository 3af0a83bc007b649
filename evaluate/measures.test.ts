import { describe, expect, it } from 'vitest'
import { seeded } from './data'
import { fitLogistic } from './logistic'
import { accuracy, calibrationError, coverageAt, macroF1 } from './measures'

const answers = [
  { wanted: 'a', best: 'a', p: 0.9 },
  { wanted: 'a', best: 'b', p: 0.6 },
  { wanted: 'b', best: 'b', p: 0.8 },
  { wanted: 'c', best: 'b', p: 0.4 },
]

describe('measures', () => {
  it('accuracy and macro-F1', () => {
    expect(accuracy(answers)).toBe(0.5)
    // a: precision 1, recall ½; b: precision ⅓, recall 1; c: 0.
    expect(macroF1(answers)).toBeCloseTo((2 / 3 + 1 / 2 + 0) / 3, 10)
  })
  it('calibration error weighs each bin by its rows', () => {
    expect(calibrationError(answers)).toBeCloseTo((0.1 + 0.6 + 0.2 + 0.4) / 4, 10)
  })
  it('coverage goes as far down as the precision holds', () => {
    expect(coverageAt(answers, 1)).toBe(0.5 - 0.0)
    expect(coverageAt(answers, 0.6)).toBe(0.75)
  })
})

describe('logistic regression', () => {
  it('stands where the slope of its own loss is zero', async () => {
    const random = seeded(4)
    const rows = 60
    const columns = 6
    const values = Float32Array.from({ length: rows * columns }, () => random() - 0.5)
    const y = Array.from({ length: rows }, (_, row) => ((values[row * columns] as number) + random() * 0.4 > 0.1 ? 'yes' : 'no'))
    const x = { rows, columns, values }
    const linear = await fitLogistic(x, y, 10)
    const loss = (logits: Float32Array) =>
      y.reduce((sum, label, row) => {
        const line = logits.subarray(row * 2, row * 2 + 2)
        const total = Math.exp(line[0] as number) + Math.exp(line[1] as number)
        return sum - Math.log(Math.exp(line[label === 'yes' ? 1 : 0] as number) / total)
      }, 0)
    const { values: logits } = await linear.logits(x)
    const best = loss(logits)
    // Labels taken apart by a shift of the bias alone, which costs no penalty, cannot get better.
    for (const shift of [-0.05, 0.05]) {
      const moved = logits.map((value, at) => (at % 2 === 1 ? value + shift : value))
      expect(loss(moved)).toBeGreaterThan(best)
    }
    expect(best).toBeLessThan(loss(new Float32Array(rows * 2)) * 0.7)
  })
})
