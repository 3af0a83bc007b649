/** Corrections as examples: the corrected message takes its label at once, messages like it lean towards it. */
import type { HeadName, Judgement, Score } from './types'

export interface Example {
  commentKey: string
  head: HeadName
  label: string
  vector: Float32Array
}

/** Cosine from which a message counts as alike. The encoder's cosines lie high: unrelated texts reach 0.8. */
const ALIKE = 0.9
/** Logit of a correction on an identical text; falls to 0 at `ALIKE`. */
const STRENGTH = 4

const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)

/** Applies what was taught for one head. `commentKey` names the message itself. */
export function applyTeaching<L extends string>(
  judgement: Judgement<L>,
  head: HeadName,
  commentKey: string,
  vector: Float32Array | undefined,
  examples: Example[],
): Judgement<L> {
  const own = examples.find((example) => example.head === head && example.commentKey === commentKey)
  if (own) return corrected(judgement, own.label as L)
  if (!vector) return judgement
  const shifts = new Map<string, number>()
  for (const example of examples) {
    if (example.head !== head) continue
    const near = (cosine(example.vector, vector) - ALIKE) / (1 - ALIKE)
    if (near > 0) shifts.set(example.label, Math.max(shifts.get(example.label) ?? 0, near * STRENGTH))
  }
  if (shifts.size === 0) return judgement
  const powers = judgement.ranked.map((score) => ({ label: score.label, p: score.p * Math.exp(shifts.get(score.label) ?? 0) }))
  const total = powers.reduce((sum, score) => sum + score.p, 0)
  const ranked = powers.map((score) => ({ label: score.label, p: score.p / total })).sort((a, b) => b.p - a.p)
  const best = ranked[0] as Score<L>
  return { label: best.p >= 0.5 || judgement.label === best.label ? best.label : null, p: best.p, ranked }
}

function corrected<L extends string>(judgement: Judgement<L>, label: L): Judgement<L> {
  return {
    label,
    p: 1,
    ranked: [{ label, p: 1 }, ...judgement.ranked.filter((score) => score.label !== label).map((score) => ({ ...score, p: 0 }))],
    corrected: true,
  }
}
