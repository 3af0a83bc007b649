/** Linear probes: how well labels can be read off the frozen vector, fitted on a set's own training rows. */
import { type Row, seeded, shuffled } from './data'
import { fitLogistic, type Linear } from './logistic'
import { type Answer, accuracy, macroF1 } from './measures'
import type { Report } from './report'
import { toMatrix, type Vectors } from './vectors'

/** Training rows of a set that are used at most. */
const MOST_ROWS = 15_000
const SHOTS = 10
const SEEDS = [1, 2, 3, 4, 5]
/** Names of the label that says that no label fits. */
const OUT_OF_SCOPE = new Set(['oos', 'out_of_scope'])

interface Table {
  labels: string[]
  vectors: Float32Array[]
}

/** Rows whose one label is known; several in one field (`a|b`) are no single label. */
export const probeRows = (rows: readonly Row[]): Row[] => rows.filter(({ label }) => label && !label.includes('|'))

export async function measureProbes(set: string, train: Row[], held: Row[], vectors: Vectors, report: Report): Promise<void> {
  const random = seeded(0)
  const known = new Set(train.map(({ label }) => label))
  const judged = held.filter(({ label }) => known.has(label))
  const used = shuffled(train, random).slice(0, MOST_ROWS)
  const table = await tableOf(used, vectors, `${set} train`)
  const test = await tableOf(judged, vectors, `${set} held out`)
  const all = await fitLogistic(toMatrix(table.vectors), table.labels)
  const answers = await answer(all, test)
  const figure = (task: string, metric: string, value: number) => report({ set, task, metric, value, rows: judged.length })
  figure('probe all rows', 'accuracy', accuracy(answers))
  figure('probe all rows', 'macro-F1', macroF1(answers))
  if ([...OUT_OF_SCOPE].some((label) => known.has(label))) await measureScope(table, answers, figure)

  const few: number[] = []
  for (const seed of SEEDS) {
    const sample = fewOf(table, seed)
    few.push(accuracy(await answer(await fitLogistic(toMatrix(sample.vectors), sample.labels), test)))
  }
  figure(`probe ${SHOTS} a label`, 'accuracy', few.reduce((sum, each) => sum + each, 0) / few.length)
  figure(`probe ${SHOTS} a label`, 'accuracy, worst seed', Math.min(...few))
}

async function tableOf(rows: Row[], vectors: Vectors, what: string): Promise<Table> {
  const made = await vectors.encode(
    rows.map(({ text }) => text),
    'query',
    what,
  )
  return { labels: rows.map(({ label }) => label as string), vectors: made }
}

async function answer(linear: Linear, { labels, vectors }: Table): Promise<Answer[]> {
  const logits = await linear.logits(toMatrix(vectors))
  return labels.map((wanted, row) => {
    const line = logits.values.subarray(row * logits.columns, (row + 1) * logits.columns)
    const highest = Math.max(...line)
    const total = line.reduce((sum, value) => sum + Math.exp(value - highest), 0)
    return { wanted, best: linear.labels[line.indexOf(highest)] as string, p: 1 / total }
  })
}

function fewOf({ labels, vectors }: Table, seed: number): Table {
  const taken = new Map<string, number>()
  const order = shuffled([...labels.keys()], seeded(seed)).filter((at) => {
    const label = labels[at] as string
    const count = taken.get(label) ?? 0
    taken.set(label, count + 1)
    return count < SHOTS
  })
  return { labels: order.map((at) => labels[at] as string), vectors: order.map((at) => vectors[at] as Float32Array) }
}

/**
 * Out of scope is said by its own label or below a probability. That threshold comes from training rows alone: the
 * highest that keeps 99 % of what a fit on four fifths gets right of the other fifth.
 */
async function measureScope(
  table: Table,
  answers: Answer[],
  figure: (task: string, metric: string, value: number) => void,
): Promise<void> {
  const part = (fits: (at: number) => boolean): Table => ({
    labels: table.labels.filter((_, at) => fits(at)),
    vectors: table.vectors.filter((_, at) => fits(at)),
  })
  const fit = part((at) => at % 5 !== 0)
  const inside = (rows: Answer[]) => rows.filter(({ wanted }) => !OUT_OF_SCOPE.has(wanted))
  const tried = inside(
    await answer(
      await fitLogistic(toMatrix(fit.vectors), fit.labels),
      part((at) => at % 5 === 0),
    ),
  )
  const sure = tried.filter(({ wanted, best }) => wanted === best).map(({ p }) => p)
  const threshold = sure.sort((a, b) => a - b)[Math.floor(sure.length * 0.01)] ?? 0
  const outside = answers.filter(({ wanted }) => OUT_OF_SCOPE.has(wanted))
  for (const [task, from] of [
    ['probe all rows', 0],
    ['probe with threshold', threshold],
  ] as const) {
    const right = inside(answers).filter(({ wanted, best, p }) => wanted === best && p >= from)
    const refused = outside.filter(({ best, p }) => OUT_OF_SCOPE.has(best) || p < from)
    figure(task, 'in scope', right.length / inside(answers).length)
    figure(task, 'out of scope recall', refused.length / outside.length)
  }
}

/** How well the cosine of two texts tells pairs that belong together (label 1) from others: area under the curve. */
export async function measurePairs(set: string, rows: Row[], vectors: Vectors, report: Report): Promise<void> {
  const first = await vectors.encode(
    rows.map(({ text }) => text),
    'query',
    set,
  )
  const second = await vectors.encode(
    rows.map(({ text2 }) => text2 ?? ''),
    'query',
    set,
  )
  const scored = rows
    .map(({ label }, at) => ({
      together: String(label) === '1',
      cosine: (first[at] as Float32Array).reduce((sum, value, i) => sum + value * (second[at]?.[i] ?? 0), 0),
    }))
    .sort((a, b) => a.cosine - b.cosine)
  const pairs = scored.filter(({ together }) => together).length
  let below = 0
  let area = 0
  for (const { together } of scored) {
    if (together) area += below
    else below++
  }
  report({ set, task: 'pairs', metric: 'area under curve', value: area / (pairs * below), rows: rows.length })
}
