/**
 * What agents taught, on top of the shipped head: a team's own labels start from the vector of their description, and every
 * correction adds to the logits by kernel ridge regression on the centred vectors – solved in closed form, so that the same
 * examples give the same bits in whatever order they came, and a forgotten one leaves nothing behind.
 */
import { solve } from './solve'
import type { Judgement, Score } from './types'

export interface Example {
  label: string
  /** Unit vector of the corrected message. */
  vector: Float32Array
  /** How much it counts; 1 for a correction of one's own. */
  weight: number
}

export interface OwnLabel {
  id: string
  /** Unit vector of name, description and titles. */
  vector: Float32Array
}

export interface Lessons {
  examples: readonly Example[]
  own: readonly OwnLabel[]
  /** Labels that are not offered. */
  hidden: ReadonlySet<string>
  /** Mean of unrelated texts' vectors: what all texts share says nothing about one of them. */
  centre: Float32Array
}

export interface Taught {
  /** The judgement with what was taught; `from` is the probability from which an answer is given. */
  apply<L extends string>(judgement: Judgement<L>, vector: Float32Array, from: number): Judgement<L>
}

/** Logits for a mistake that is learnt whole. */
const STEP = 8
/** What is left unlearnt of a single example: ridge over a kernel that is 1 for equal texts. */
const RIDGE = 0.5
/** Centred cosine at which an own label is as likely as everything else together, and logits for each unit beyond. */
const DESCRIBED = { even: 0.35, slope: 12 }

/** `prior` gives the shipped head's probabilities for a vector. */
export function learn(prior: (vector: Float32Array) => Score[], lessons: Lessons): Taught {
  const { hidden, centre } = lessons
  const own = lessons.own
    .filter(({ id }) => !hidden.has(id))
    .map(({ id, vector }) => ({ id, vector: centred(vector, centre) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const examples = inOrder(lessons.examples).map((example) => ({ ...example, centred: centred(example.vector, centre) }))

  /** Probabilities before any correction. */
  function start(ranked: readonly Score[], at: Float32Array): Score[] {
    const shown = ranked.filter(({ label }) => !hidden.has(label))
    const described = own.map(({ id, vector }) => ({
      label: id,
      p: Math.exp(DESCRIBED.slope * (dot(vector, at) - DESCRIBED.even)),
    }))
    return normalised([...shown, ...described])
  }

  const starts = examples.map(({ vector, centred }) => new Map(start(prior(vector), centred).map(({ label, p }) => [label, p])))
  const labels = [...new Set([...starts.flatMap((each) => [...each.keys()]), ...examples.map(({ label }) => label)])].sort()
  const gram = examples.map((a, row) =>
    Float64Array.from(examples, (b, column) => dot(a.centred, b.centred) + (row === column ? RIDGE / a.weight : 0)),
  )
  const missing = examples.map(({ label }, row) =>
    Float64Array.from(labels, (each) => STEP * (Number(each === label) - (starts[row]?.get(each) ?? 0))),
  )
  const factors = examples.length > 0 ? solve(gram, missing) : []

  return {
    apply<L extends string>(judgement: Judgement<L>, vector: Float32Array, from: number): Judgement<L> {
      if (own.length === 0 && examples.length === 0 && hidden.size === 0) return judgement
      const at = centred(vector, centre)
      const shifts = new Float64Array(labels.length)
      for (const [row, example] of examples.entries()) {
        const alike = dot(example.centred, at)
        const factor = factors[row] as Float64Array
        for (let label = 0; label < labels.length; label++)
          shifts[label] = (shifts[label] as number) + alike * (factor[label] as number)
      }
      const known = start(judgement.ranked, at)
      const ranked = normalised(
        known.map(({ label, p }) => ({ label, p: p * Math.exp(shifts[labels.indexOf(label)] ?? 0) })),
      ) as Score<L>[]
      const best = ranked[0]
      return { label: best && best.p >= from ? best.label : null, p: best?.p ?? 0, ranked }
    },
  }
}

/** A judgement that a person settled. */
export function settled<L extends string>(judgement: Judgement<L>, label: L): Judgement<L> {
  const rest = judgement.ranked.filter((score) => score.label !== label).map((score) => ({ ...score, p: 0 }))
  return { label, p: 1, ranked: [{ label, p: 1 }, ...rest], corrected: true }
}

/** By label and vector, each once: sums come out the same however the examples were gathered. */
function inOrder(examples: readonly Example[]): Example[] {
  const sorted = [...examples].sort((a, b) => compare(a, b) || b.weight - a.weight)
  return sorted.filter((example, at) => at === 0 || compare(sorted[at - 1] as Example, example) !== 0)
}

function compare(a: Example, b: Example): number {
  if (a.label !== b.label) return a.label < b.label ? -1 : 1
  for (let i = 0; i < a.vector.length; i++) {
    const difference = (a.vector[i] as number) - (b.vector[i] as number)
    if (difference !== 0) return difference
  }
  return 0
}

function centred(vector: Float32Array, centre: Float32Array): Float32Array {
  const moved = vector.map((value, i) => value - (centre[i] as number))
  const length = Math.sqrt(dot(moved, moved)) || 1
  return moved.map((value) => value / length)
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

/** With sum 1, best first. */
function normalised<L extends string>(scores: Score<L>[]): Score<L>[] {
  const total = scores.reduce((sum, { p }) => sum + p, 0) || 1
  return scores.map(({ label, p }) => ({ label, p: p / total })).sort((a, b) => b.p - a.p)
}
