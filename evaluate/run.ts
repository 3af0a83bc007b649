/**
 * `npm run evaluate -- --data FOLDER --split dev [--json FILE] [--sets a,b] [--cache FOLDER] [--processes N]
 * [--model FILE --tokenizer FILE] [--heads FILE]`: scores what ships (or other files of the same shape) on labelled sets.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { type EncoderFiles, PACKAGED_FILES } from '../lib/engine/encoder/node'
import { type Heads, parseHeads } from '../lib/triage/heads'
import { readRows, readTaxonomyMap, setNames } from './data'
import { measurePairs, measureProbes, probeRows } from './probes'
import { createReport } from './report'
import { measureRetrieval } from './retrieval'
import { measureHeads } from './shipped-heads'
import { measureTeaching } from './teaching'
import { openVectors } from './vectors'

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    split: { type: 'string', default: 'dev' },
    json: { type: 'string' },
    sets: { type: 'string' },
    cache: { type: 'string' },
    processes: { type: 'string', default: String(Math.min(4, availableParallelism())) },
    model: { type: 'string' },
    tokenizer: { type: 'string' },
    heads: { type: 'string', default: 'models/heads/heads.json' },
  },
})
const { data, split } = options
if (!data || !options.model !== !options.tokenizer) {
  console.error(
    'Usage: npm run evaluate -- --data FOLDER --split NAME [--json FILE] [--sets a,b] [--cache FOLDER] [--processes N]',
  )
  console.error('       [--heads FILE] [--model FILE --tokenizer FILE]')
  process.exit(1)
}

const hash = (...files: string[]): string =>
  files.reduce((sum, file) => sum.update(readFileSync(file)), createHash('sha256')).digest('hex')
const files: EncoderFiles =
  options.model && options.tokenizer ? { model: options.model, tokenizer: options.tokenizer } : PACKAGED_FILES
const heads = headsFor(files)
const map = readTaxonomyMap(data)
const report = createReport(options.json ?? null)
const vectors = openVectors(files, hash(files.model, files.tokenizer), options.cache ?? null, Number(options.processes))

const wantedSets = options.sets?.split(',')
for (const set of setNames(data)) {
  if (wantedSets && !wantedSets.includes(set)) continue
  try {
    await measureSet(data, set)
  } catch (thrown) {
    console.error(`${set}: skipped, ${thrown instanceof Error ? thrown.message : thrown}`)
    process.exitCode = 1
  }
}
vectors.close()

async function measureSet(folder: string, set: string): Promise<void> {
  if (readRows(folder, set, 'docs').length > 0) {
    if (readRows(folder, set, `queries-${split}`).length === 0) return skip(set, `no queries-${split}`)
    return measureRetrieval(folder, set, split, vectors, report)
  }
  const rows = readRows(folder, set, split).filter(({ text }) => text?.trim())
  if (rows.length === 0) return skip(set, `no ${split} rows`)
  if (rows.some(({ text2 }) => text2)) return measurePairs(set, rows, vectors, report)
  if (heads) {
    const made = await vectors.encode(
      rows.map(({ text }) => text),
      'query',
      `${set} ${split}`,
    )
    measureHeads(set, rows, made, heads, map, report)
  }
  const train = probeRows(readRows(folder, set, 'train'))
  const held = probeRows(rows)
  if (new Set(train.map(({ label }) => label)).size < 2 || held.length === 0)
    return skip(`${set} probes`, 'no training rows with labels')
  await measureProbes(set, train, held, vectors, report)
  await measureTeaching(set, train, held, vectors, report)
}

function skip(what: string, why: string): void {
  console.error(`${what}: skipped, ${why}`)
}

/** Weights over another encoder's vectors say nothing. */
function headsFor({ model }: EncoderFiles): Heads | null {
  const parsed = parseHeads(JSON.parse(readFileSync(options.heads, 'utf8')))
  if (parsed.encoderSha256 === hash(model)) return parsed
  console.error(`heads: skipped, ${options.heads} belongs to another encoder`)
  return null
}
