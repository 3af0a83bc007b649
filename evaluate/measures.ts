/** Figures over answers: accuracy, macro-F1, calibration, and how much can be answered at a wanted precision. */

export interface Answer {
  wanted: string
  best: string
  /** Probability of `best`. */
  p: number
}

const share = (count: number, of: number): number => (of === 0 ? Number.NaN : count / of)

export const accuracy = (answers: readonly Answer[]): number =>
  share(answers.filter(({ wanted, best }) => wanted === best).length, answers.length)

/** Mean F1 over the labels that occur. */
export function macroF1(answers: readonly Answer[]): number {
  const labels = [...new Set(answers.map(({ wanted }) => wanted))]
  const f1 = labels.map((label) => {
    const right = answers.filter(({ wanted, best }) => wanted === label && best === label).length
    const said = answers.filter(({ best }) => best === label).length
    const there = answers.filter(({ wanted }) => wanted === label).length
    return right === 0 ? 0 : (2 * right) / (said + there)
  })
  return share(
    f1.reduce((sum, each) => sum + each, 0),
    labels.length,
  )
}

/** Expected calibration error over ten bins of equal width (Guo et al. 2017). */
export function calibrationError(answers: readonly Answer[], bins = 10): number {
  let error = 0
  for (let bin = 0; bin < bins; bin++) {
    const inside = answers.filter(({ p }) => Math.min(bins - 1, Math.floor(p * bins)) === bin)
    if (inside.length === 0) continue
    const meant = inside.reduce((sum, { p }) => sum + p, 0) / inside.length
    error += (inside.length / answers.length) * Math.abs(meant - accuracy(inside))
  }
  return error
}

/** Largest share that can be answered, surest first, with this share of the answers right. */
export function coverageAt(answers: readonly Answer[], precision: number): number {
  const surest = [...answers].sort((a, b) => b.p - a.p)
  let right = 0
  let best = 0
  for (const [at, { wanted, best: said }] of surest.entries()) {
    if (wanted === said) right++
    // Answers of one probability go together.
    if (surest[at + 1]?.p !== surest[at]?.p && right / (at + 1) >= precision) best = at + 1
  }
  return share(best, answers.length)
}
