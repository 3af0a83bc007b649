/** Sets in a folder laid out as `SET/train*.jsonl`, `SET/SPLIT*.jsonl`, `kb-NAME/docs*.jsonl`, `kb-NAME/queries-SPLIT*.jsonl`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Fields that a set lacks are undefined; rows may hold more. */
export interface Row {
  text: string
  lang?: string
  label?: string
  intent?: string | null
  emotion?: string | null
  urgency?: string | null
  thanks?: boolean | null
  spam?: boolean | null
  /** Names of the risks that hold; an empty list says that none does. */
  risk?: string[] | null
  /** Further intents that hold. */
  also?: string[]
  /** Second text of a pair. */
  text2?: string
}

/** Labels of each set as the shipped heads name them; `*` is every label not named. */
export interface TaxonomyMap {
  intent_labels: Record<string, Record<string, string>>
  emotion_labels: Record<string, Record<string, string>>
  urgency_labels: Record<string, Record<string, string>>
}

export const setNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isDirectory())
    .sort()

/** Files `PREFIX.jsonl`, `PREFIX-1.jsonl`, … of a set, in order; empty where there is none. */
export function readRows<T = Row>(folder: string, set: string, prefix: string): T[] {
  const name = new RegExp(`^${prefix}(?:-\\d+)?\\.jsonl$`)
  return readdirSync(join(folder, set))
    .filter((file) => name.test(file))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap((file) =>
      readFileSync(join(folder, set, file), 'utf8')
        .split('\n')
        .filter(Boolean),
    )
    .map((line) => JSON.parse(line) as T)
}

export function readTaxonomyMap(folder: string): TaxonomyMap {
  const file = join(folder, 'taxonomy-map.json')
  const empty = { intent_labels: {}, emotion_labels: {}, urgency_labels: {} }
  return existsSync(file) ? { ...empty, ...JSON.parse(readFileSync(file, 'utf8')) } : empty
}

/** What the shipped head should say of a row: the row's own field, else its label through the map, else nothing. */
export function wanted(row: Row, head: 'intent' | 'emotion' | 'urgency', set: string, map: TaxonomyMap): string | null {
  if (row[head] !== undefined) return row[head] || null
  const labels = map[`${head}_labels`][set]
  return (row.label && (labels?.[row.label] ?? labels?.['*'])) || null
}

/** A generator with a seed (mulberry32), for samples that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The items in a random order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const mixed = items.slice()
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const held = mixed[at] as T
    mixed[at] = mixed[other] as T
    mixed[other] = held
  }
  return mixed
}
