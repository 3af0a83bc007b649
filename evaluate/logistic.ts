/**
 * Multinomial logistic regression as scikit-learn fits it: C·Σ log-loss + ½‖w‖², bias free, by L-BFGS (Liu and Nocedal 1989).
 * The mean is taken off first: the vectors share a large part, which the bias takes up.
 */
import { type Matrix, openProduct, type Product } from './matrix'

export interface Linear {
  labels: string[]
  /** Logits of unit vectors, one row each. */
  logits(x: Matrix): Promise<Matrix>
}

const MEMORY = 10
const MOST_STEPS = 300
/** Largest part of the gradient (of the mean loss) at which the fit is done. */
const ENOUGH = 2e-5

let products: Promise<{ scores: Product; gradient: Product }> | null = null
const open = async () => ({ scores: await openProduct('b'), gradient: await openProduct('a') })

export async function fitLogistic(x: Matrix, y: readonly string[], c = 100): Promise<Linear> {
  products ??= open()
  const { scores, gradient } = await products
  const labels = [...new Set(y)].sort()
  const index = new Map(labels.map((label, at) => [label, at]))
  const rows = x.rows
  const width = x.columns + 1
  // A constant column carries the bias.
  const centred: Matrix = { rows, columns: width, values: new Float32Array(rows * width) }
  const mean = meanOf(x)
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < x.columns; i++)
      centred.values[row * width + i] = (x.values[row * x.columns + i] as number) - (mean[i] as number)
    centred.values[row * width + x.columns] = 1
  }
  const penalty = 1 / (c * rows)

  async function lossAt(weights: Float64Array): Promise<{ loss: number; slope: Float64Array }> {
    const logits = await scores(centred, { rows: labels.length, columns: width, values: Float32Array.from(weights) })
    let loss = 0
    for (let row = 0; row < rows; row++) {
      const line = logits.values.subarray(row * labels.length, (row + 1) * labels.length)
      const right = index.get(y[row] as string) as number
      let highest = Number.NEGATIVE_INFINITY
      for (const value of line) if (value > highest) highest = value
      let total = 0
      for (const value of line) total += Math.exp(value - highest)
      loss += highest + Math.log(total) - (line[right] as number)
      for (let label = 0; label < line.length; label++) line[label] = Math.exp((line[label] as number) - highest) / total / rows
      line[right] = (line[right] as number) - 1 / rows
    }
    loss /= rows
    const slope = Float64Array.from((await gradient(logits, centred)).values)
    for (let at = 0; at < weights.length; at++) {
      if (at % width === x.columns) continue
      const weight = weights[at] as number
      loss += (penalty / 2) * weight * weight
      slope[at] = (slope[at] as number) + penalty * weight
    }
    return { loss, slope }
  }

  const weights = Float32Array.from(await minimise(lossAt, labels.length * width))
  return {
    labels,
    async logits(query) {
      const values = new Float32Array(query.rows * width)
      for (let row = 0; row < query.rows; row++) {
        for (let i = 0; i < x.columns; i++)
          values[row * width + i] = (query.values[row * x.columns + i] as number) - (mean[i] as number)
        values[row * width + x.columns] = 1
      }
      return scores({ rows: query.rows, columns: width, values }, { rows: labels.length, columns: width, values: weights })
    },
  }
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

function meanOf(x: Matrix): Float64Array {
  const mean = new Float64Array(x.columns)
  for (let at = 0; at < x.values.length; at++) {
    const column = at % x.columns
    mean[column] = (mean[column] as number) + (x.values[at] as number) / x.rows
  }
  return mean
}

/** From zero, with backtracking until the loss falls enough (Armijo). */
async function minimise(
  lossAt: (weights: Float64Array) => Promise<{ loss: number; slope: Float64Array }>,
  size: number,
): Promise<Float64Array> {
  let weights = new Float64Array(size)
  let here = await lossAt(weights)
  const past: { step: Float64Array; change: Float64Array; scale: number }[] = []
  for (let count = 0; count < MOST_STEPS; count++) {
    if (here.slope.every((value) => Math.abs(value) < ENOUGH)) break
    const direction = descent(here.slope, past)
    const fall = dot(direction, here.slope)
    let length = past.length === 0 ? 1 / Math.sqrt(dot(here.slope, here.slope)) : 1
    let next = here
    let moved = weights
    for (let attempt = 0; attempt < 20; attempt++, length /= 2) {
      moved = weights.map((value, i) => value + length * (direction[i] as number))
      next = await lossAt(moved)
      if (next.loss <= here.loss + 1e-4 * length * fall) break
    }
    if (next.loss >= here.loss) break
    const step = moved.map((value, i) => value - (weights[i] as number))
    const change = next.slope.map((value, i) => value - (here.slope[i] as number))
    const curvature = dot(step, change)
    if (curvature > 1e-12) past.push({ step, change, scale: 1 / curvature })
    if (past.length > MEMORY) past.shift()
    weights = moved
    here = next
  }
  return weights
}

/** The two-loop recursion. */
function descent(slope: Float64Array, past: { step: Float64Array; change: Float64Array; scale: number }[]): Float64Array {
  const direction = slope.map((value) => -value)
  const add = (vector: Float64Array, factor: number) => {
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] as number) + factor * (vector[i] as number)
  }
  const factors: number[] = []
  for (const { step, change, scale } of past.toReversed()) {
    const factor = scale * dot(step, direction)
    factors.push(factor)
    add(change, -factor)
  }
  const last = past.at(-1)
  if (last) {
    const ratio = 1 / (last.scale * dot(last.change, last.change))
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] as number) * ratio
  }
  for (const { step, change, scale } of past) add(step, (factors.pop() as number) - scale * dot(change, direction))
  return direction
}
