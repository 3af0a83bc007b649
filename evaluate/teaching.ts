/** A team's own labels: what their descriptions alone give, and what twenty corrections add. */
import { centreOf, definitionText } from '../lib/triage/definition'
import { type Lessons, learn } from '../lib/triage/teach'
import { type Row, seeded, shuffled } from './data'
import type { Report } from './report'
import type { Vectors } from './vectors'

const CORRECTIONS = 20
const LABELS = 12
const SEEDS = [1, 2, 3, 4, 5]

/** Own labels are named as the set names them, in words; the shipped intents are hidden, as a team with its own scheme would do. */
export async function measureTeaching(set: string, train: Row[], held: Row[], vectors: Vectors, report: Report): Promise<void> {
  const names = commonest(train)
  const of = (rows: Row[]) => rows.filter(({ label }) => names.includes(label as string))
  const test = of(held)
  const stream = of(train)
  if (names.length < 3 || test.length < 30) return
  const encode = (texts: string[]) => vectors.encode(texts, 'query', set)
  const centre = await centreOf(encode)
  const described = await encode(names.map((name) => definitionText({ name: inWords(name), description: '', titles: [] })))
  const own = names.map((id, at) => ({ id, vector: described[at] as Float32Array }))
  const held0 = await encode(test.map(({ text }) => text))
  const come = await encode(stream.map(({ text }) => text))
  const lessons = (examples: Lessons['examples']): Lessons => ({ examples, own, hidden: new Set(), centre })
  const right = (examples: Lessons['examples']) => {
    const taught = learn(() => [], lessons(examples))
    return test.filter((row, at) => said(taught, held0[at] as Float32Array) === row.label).length / test.length
  }
  const before = right([])
  const after: number[] = []
  const times: number[] = []
  for (const seed of SEEDS) {
    const examples: Lessons['examples'][number][] = []
    let spent = 0
    for (const at of shuffled([...stream.keys()], seeded(seed))) {
      if (examples.length === CORRECTIONS) break
      const vector = come[at] as Float32Array
      const started = performance.now()
      const taught = learn(() => [], lessons(examples))
      spent += performance.now() - started
      const label = stream[at]?.label as string
      if (said(taught, vector) !== label) examples.push({ label, vector, weight: 1 })
    }
    after.push(right(examples))
    times.push(spent)
  }
  const mean = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length
  const figure = (metric: string, value: number) => report({ set, task: 'own labels', metric, value, rows: test.length })
  figure('described only', before)
  figure(`after ${CORRECTIONS} corrections`, mean(after))
  figure('gain', mean(after) - before)
  figure('seconds for all', mean(times) / 1_000)
}

const said = (taught: ReturnType<typeof learn>, vector: Float32Array): string =>
  taught.apply({ label: null, p: 0, ranked: [] }, vector, 0).ranked[0]?.label ?? ''

function commonest(rows: Row[]): string[] {
  const counts = new Map<string, number>()
  for (const { label } of rows) counts.set(label as string, (counts.get(label as string) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, LABELS)
    .map(([name]) => name)
}

/** `CANCEL_ORDER`, `cancelOrder` → `cancel order`. */
const inWords = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
