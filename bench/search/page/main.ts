/** The measured page: one engine, told what to do by the bench through `window.bench`. */
import { createGenerator, type Generator, type Language, type Query } from '../generate'
import type { Engine } from './engine'
import { createFloatScan } from './float-scan'
import { churnOn, openKilled } from './kills'
import { measureMillion } from './million'
import { createMiniHnsw } from './mini-hnsw'
import { createOrama } from './orama'
import { createOwn } from './own'

export type EngineName = 'overdesk' | 'overdesk zh' | 'overdesk ja' | 'minisearch+hnswlib' | 'orama' | 'float32 scan'

const ENGINES: Record<EngineName, () => Engine> = {
  overdesk: () => createOwn('en'),
  'overdesk zh': () => createOwn('zh'),
  'overdesk ja': () => createOwn('ja'),
  'minisearch+hnswlib': createMiniHnsw,
  orama: createOrama,
  'float32 scan': createFloatScan,
}

export interface Searched {
  /** Wall milliseconds of each query. */
  wall: number[]
  /** Shares of queries whose passage was among the first ten. */
  success: number
  /** Mean bytes that the queries must read at least; null: unknown. */
  reads: number | null
}

let engine: Engine
let generator: Generator
let queries: Query[] = []

async function search(): Promise<Searched> {
  const wall: number[] = []
  let right = 0
  for (const query of queries) {
    const started = performance.now()
    const found = await engine.search(query)
    wall.push(performance.now() - started)
    if (found.includes(query.source)) right++
  }
  const reads = engine.reads ? queries.reduce((sum, query) => sum + (engine.reads?.(query) ?? 0), 0) / queries.length : null
  return { wall, success: right / queries.length, reads }
}

const bench = {
  start(name: EngineName, size: number): void {
    const language = (name.split(' ')[1] ?? 'en') as Language | 'scan'
    generator = createGenerator(language === 'zh' || language === 'ja' ? language : 'en', size)
    engine = ENGINES[name]()
  },
  build: (size: number) => engine.build(generator, size),
  store: () => engine.store(),
  /** Milliseconds from nothing in memory to the first answer, and to the answer that needs everything. */
  async open(): Promise<{ first: number; whole: number }> {
    const query = generator.query(0, 'ticket')
    const started = performance.now()
    await engine.open()
    await engine.search(query)
    const first = performance.now() - started
    await engine.complete()
    await engine.search(query)
    return { first, whole: performance.now() - started }
  },
  /** Makes the queries of the next search: their making is not measured. */
  prepare(length: 'ticket' | 'short', from: number, count: number): void {
    queries = Array.from({ length: count }, (_, i) => generator.query(from + i, length))
  },
  search,
  async change(durable: boolean, times: number): Promise<number[] | null> {
    if (!engine.change) return null
    const took: number[] = []
    for (let i = 0; i < times; i++) took.push(await engine.change(generator, i * 7, durable))
    return took
  },
  million: measureMillion,
  openKilled,
  churn: (seed: number, from: number) => churnOn(seed, from, (version, articles) => void window.acknowledge(version, articles)),
}

declare global {
  interface Window {
    bench: typeof bench
    /** Tells the measuring process of a change that is durable. */
    acknowledge(version: number, articles: boolean): Promise<void>
  }
}

window.bench = bench
