/**
 * `npm run bench -- search [--sizes 2000,20000,100000] [--repeats 5] [--million 1000000]`: the search engine in Chromium
 * against Orama's hybrid, MiniSearch with hnswlib and an exact float32 scan. Each engine has a profile of its own; every
 * repetition starts a fresh process for each in turn. An engine that cannot be stored keeps its process.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openNodeEncoder } from '../../lib/engine/encoder/node'
import { option } from '../options'
import { percentile, type Report } from '../report'
import { readBandwidth } from './bandwidth'
import { openTab, servePage, storedBytes, type Tab } from './browser'
import type { EngineName, Searched } from './page/main'

interface Measured {
  profile: string
  /** Kept open: it could not be stored. */
  tab: Tab | null
  values: Map<string, number[]>
  reads: Map<string, number>
}

const ENGINES: EngineName[] = ['overdesk', 'overdesk zh', 'overdesk ja', 'minisearch+hnswlib', 'orama', 'float32 scan']
/** Queries of a repetition: slow engines get few. */
const QUERIES: Record<string, number> = { 'minisearch+hnswlib': 10, orama: 4, 'float32 scan': 10 }
const OWN_QUERIES = 100
const CHANGES = 20
const WORDS = [20, 100, 200]

export async function searchTimes(report: Report): Promise<void> {
  const bandwidth = readBandwidth()
  report({ figure: 'memory read bandwidth of one core', value: bandwidth / 1e9, unit: 'GB/s' })
  await encoderPasses(report)
  const server = await servePage()
  try {
    for (const size of (option('sizes') ?? '2000,20000,100000').split(',').map(Number))
      await atSize(report, server.url, size, bandwidth)
    const million = Number(option('million') ?? 1_000_000)
    if (million > 0) await vectorsAlone(report, server.url, million, bandwidth)
  } finally {
    server.close()
  }
}

async function atSize(report: Report, url: string, size: number, bandwidth: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'overdesk-bench-'))
  const names = (option('engines')?.split(',') as EngineName[] | undefined) ?? ENGINES
  const measured = new Map<EngineName, Measured>()
  try {
    for (const name of names) measured.set(name, await build(url, join(folder, name.replaceAll(/\W/g, '-')), name, size))
    for (let repeat = 0; repeat < Number(option('repeats') ?? 5); repeat++)
      for (const [name, engine] of measured) await repetition(url, name, size, engine, repeat)
    tell(report, size, measured, bandwidth)
  } finally {
    for (const { tab } of measured.values()) await tab?.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function build(url: string, profile: string, name: EngineName, size: number): Promise<Measured> {
  const engine: Measured = { profile, tab: null, values: new Map(), reads: new Map() }
  console.error(`${size} ${name}: building`)
  const tab = await openTab(url, profile)
  await tab.page.evaluate(([name, size]) => window.bench.start(name, size), [name, size] as const)
  const { words, vectors } = await tab.page.evaluate((size) => window.bench.build(size), size)
  keep(engine, 'build of words, wall ms', words)
  keep(engine, 'build, wall ms', words + vectors)
  const stored = await tab.page.evaluate(() =>
    window.bench.store().then(
      () => null,
      (thrown) => String(thrown),
    ),
  )
  if (stored !== null) {
    console.error(`${size} ${name} cannot be stored: ${stored.slice(0, 120)}`)
    engine.tab = tab
    const memory = await tab.memory()
    if (memory !== null) keep(engine, 'memory, MB', memory / 1e6)
    keep(engine, 'cold start to first answer, wall ms', words + vectors)
    keep(engine, 'cold start to whole answer, wall ms', words + vectors)
    return engine
  }
  await tab.close()
  keep(engine, 'stored, MB', storedBytes(profile) / 1e6)
  return engine
}

async function repetition(url: string, name: EngineName, size: number, engine: Measured, repeat: number): Promise<void> {
  const tab = engine.tab ?? (await openTab(url, engine.profile))
  if (!engine.tab) {
    await tab.page.evaluate(([name, size]) => window.bench.start(name, size), [name, size] as const)
    const before = tab.cpu()
    const { first, whole } = await tab.page.evaluate(() => window.bench.open())
    keepCpu(engine, 'cold start to whole answer', before, tab.cpu(), 1)
    keep(engine, 'cold start to first answer, wall ms', first)
    keep(engine, 'cold start to whole answer, wall ms', whole)
    const memory = await tab.memory()
    if (memory !== null) keep(engine, 'memory, MB', memory / 1e6)
  }
  const count = QUERIES[name] ?? OWN_QUERIES
  for (const length of ['ticket', 'short'] as const) {
    await prepare(tab, length, 5_000, Math.min(3, count))
    await tab.page.evaluate(() => window.bench.search())
    await prepare(tab, length, repeat * count, count)
    const before = tab.cpu()
    const searched: Searched = await tab.page.evaluate(() => window.bench.search())
    const after = tab.cpu()
    keep(engine, `${length} query, wall ms`, percentile(searched.wall, 0.5))
    keepCpu(engine, `${length} query`, before, after, count)
    keep(engine, `${length} query, success@10`, searched.success)
    if (searched.reads !== null) engine.reads.set(`${length} query`, searched.reads)
  }
  if (repeat === 0 && (name === 'overdesk' || size <= 20_000)) {
    for (const durable of [false, true]) {
      const took = await tab.page.evaluate(([durable, times]) => window.bench.change(durable, times), [durable, CHANGES] as const)
      if (took) keep(engine, `one article of 4 passages, ${durable ? 'durable' : 'in memory'}, wall ms`, percentile(took, 0.5))
    }
  }
  if (!engine.tab) await tab.close()
}

const prepare = (tab: Tab, length: 'ticket' | 'short', from: number, count: number) =>
  tab.page.evaluate(([length, from, count]) => window.bench.prepare(length, from, count), [length, from, count] as const)

function keep(engine: Measured, figure: string, value: number): void {
  engine.values.set(figure, [...(engine.values.get(figure) ?? []), value])
}

function keepCpu(engine: Measured, figure: string, before: number | null, after: number | null, count: number): void {
  if (before !== null && after !== null) keep(engine, `${figure}, CPU ms`, (after - before) / count)
}

/** Ours against each peer; what a search must read, at the machine's bandwidth, stands beside ours. */
function tell(report: Report, size: number, measured: Map<EngineName, Measured>, bandwidth: number): void {
  const own = measured.get('overdesk')
  for (const [name, engine] of measured) {
    for (const [figure, values] of engine.values) {
      const value = percentile(values, 0.5)
      const against = name === 'overdesk' ? undefined : own?.values.get(figure)
      const unit = figure.endsWith('MB') ? 'MB' : figure.endsWith('ms') ? 'ms' : 'share'
      const reads = engine.reads.get(figure.split(',')[0] as string)
      const floor =
        reads && unit === 'ms'
          ? ` [reads ${(reads / 1e6).toFixed(1)} MB: ${(value / ((1e3 * reads) / bandwidth)).toFixed(1)}× the bandwidth]`
          : ''
      report({
        figure: `${size} passages, ${name}: ${figure}${floor}`,
        value,
        unit,
        ...(against ? { peer: percentile(against, 0.5) } : {}),
      })
    }
  }
}

async function vectorsAlone(report: Report, url: string, size: number, bandwidth: number): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'overdesk-bench-'))
  const tab = await openTab(url, profile)
  const { own, float, recall } = await tab.page.evaluate(([size, queries]) => window.bench.million(size, queries), [
    size,
    20,
  ] as const)
  await tab.close()
  rmSync(profile, { recursive: true, force: true })
  const value = percentile(own, 0.5)
  const floor = (1e3 * size * 388) / bandwidth
  report({
    figure: `${size} vectors alone: scan [${(value / floor).toFixed(1)}× the bandwidth]`,
    value,
    unit: 'ms',
    peer: percentile(float, 0.5),
  })
  report({ figure: `${size} vectors alone: recall@10 against exact`, value: recall, unit: 'share' })
}

async function encoderPasses(report: Report): Promise<void> {
  const encoder = await openNodeEncoder()
  for (const words of WORDS) {
    const times: number[] = []
    for (let run = 0; run < 10; run++) {
      const started = performance.now()
      await encoder.encode([Array.from({ length: words }, (_, at) => `word${run}${at}`).join(' ')], 'query')
      times.push(performance.now() - started)
    }
    report({ figure: `encoder pass, ${words} words, p50`, value: percentile(times, 0.5), unit: 'ms' })
  }
}
