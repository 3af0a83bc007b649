/**
 * A pass of the encoder: against bare onnxruntime-web on the same file, what tokenizer and heads cost of it, one thread
 * against several, memory. `--base FILE` compares with another model of the same inputs (as the unpruned base).
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import * as ort from 'onnxruntime-web/wasm'
import { openNodeEncoder, openNodeHeads, PACKAGED_FILES } from '../lib/engine/encoder/node'
import { openSession } from '../lib/engine/encoder/session'
import { mostThreads } from '../lib/engine/encoder/threads'
import { createTokenizer } from '../lib/engine/encoder/tokenizer'
import { judgeText } from '../lib/triage/judge-text'
import { ENCODER } from '../models/catalogue'
import { encodeInBrowser } from './encoder-in-browser'
import { percentile, type Report } from './report'

const RUNS = 40
const WORDS = 'my order refund parcel lamp has not arrived and nobody answers please tell me when the voucher comes'.split(' ')

export async function encoderTimes(report: Report): Promise<void> {
  const tokenize = createTokenizer(readFileSync(PACKAGED_FILES.tokenizer, 'utf8'), ENCODER.maxTokens)
  const model = new Uint8Array(readFileSync(PACKAGED_FILES.model))
  const encode = await openSession(ENCODER, model, tokenize)
  const heads = await openNodeHeads()
  const bare = await ort.InferenceSession.create(model, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' })
  const at = process.argv.indexOf('--base')
  const base = at > 0 ? await ort.InferenceSession.create(new Uint8Array(readFileSync(process.argv[at + 1] as string))) : null

  for (const tokens of [16, 64, 256]) {
    const text = textOf(tokens, tokenize)
    const ids = tokenize(text)
    const feeds = {
      input_ids: new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      attention_mask: new ort.Tensor('int64', new BigInt64Array(ids.length).fill(1n), [1, ids.length]),
    }
    const vector = await encode(text)
    const times = {
      pass: [] as number[],
      bare: [] as number[],
      words: [] as number[],
      heads: [] as number[],
      base: [] as number[],
    }
    // Turn by turn: whatever else the machine does meets all of them alike.
    for (let run = 0; run < RUNS; run++) {
      times.pass.push(await time(() => encode(text)))
      times.bare.push(await time(() => bare.run(feeds)))
      times.words.push(await time(() => tokenize(text)))
      times.heads.push(await time(() => judgeText(text, { vector, heads })))
      if (base) times.base.push(await time(() => base.run(feeds)))
    }
    const p50 = (name: keyof typeof times) => percentile(times[name], 0.5)
    const what = `${ids.length} tokens`
    report({ figure: `pass, ${what}, p50, against bare onnxruntime-web`, value: p50('pass'), unit: 'ms', peer: p50('bare') })
    report({ figure: `tokenizer, ${what}, p50, of a pass`, value: p50('words'), unit: 'ms', peer: p50('pass') })
    report({ figure: `heads, ${what}, p50, of a pass`, value: p50('heads'), unit: 'ms', peer: p50('pass') })
    if (base) report({ figure: `pass, ${what}, p50, against the base`, value: p50('bare'), unit: 'ms', peer: p50('base') })
  }
  await inBrowser(report)
  // Memory is only clear in a process that does nothing else.
  const bytes = execFileSync(process.execPath, ['--import', 'tsx', 'bench/encoder-alone.ts'], { encoding: 'utf8' })
  report({ figure: 'memory after load and a pass', value: Number(bytes) / 1_048_576, unit: 'MiB' })
}

/** Two threads at least are tried: the product itself would not on so few cores. */
async function inBrowser(report: Report): Promise<void> {
  const rows = JSON.parse(readFileSync('models/reference/vectors.json', 'utf8')) as [string, string][]
  const several = Math.max(2, mostThreads(availableParallelism()))
  const texts = rows.map(([text]) => ENCODER.prefix.query + text)
  const { ms, vectors } = await encodeInBrowser(texts, [1, several])
  report({
    figure: `pass in Chromium, ${several} threads against one`,
    value: ms[several] ?? Number.NaN,
    unit: 'ms',
    peer: ms[1] ?? Number.NaN,
  })
  const encoder = await openNodeEncoder()
  const here = await encoder.encode(
    rows.map(([text]) => text),
    'query',
  )
  const cosines = (of: (at: number, i: number) => number) =>
    vectors.map((vector, at) => vector.reduce((sum, value, i) => sum + value * of(at, i), 0))
  const stored = rows.map(([, base64]) => Buffer.from(base64, 'base64'))
  report({
    figure: 'lowest cosine, Chromium and Node',
    value: Math.min(...cosines((at, i) => here[at]?.[i] ?? 0)),
    unit: 'cosine',
  })
  const lowest = Math.min(...cosines((at, i) => stored[at]?.readFloatLE(i * 4) ?? 0))
  report({ figure: 'lowest cosine, Chromium and Python', value: lowest, unit: 'cosine' })
}

const textOf = (tokens: number, tokenize: (text: string) => number[]): string => {
  let text = 'query:'
  for (let at = 0; tokenize(text).length < tokens; at++) text += ` ${WORDS[at % WORDS.length]}`
  return text
}

async function time(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
