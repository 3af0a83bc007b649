/** `node --import tsx bench/encoder-alone.ts time THREADS | memory`: one figure from a process that does nothing else. */
import { readFileSync } from 'node:fs'
import { PACKAGED_FILES } from '../lib/engine/encoder/node'
import { openSession } from '../lib/engine/encoder/session'
import { createTokenizer } from '../lib/engine/encoder/tokenizer'
import { ENCODER } from '../models/catalogue'

const [what, threads = '1'] = process.argv.slice(2)
const PASSES = 25
const TEXT = `query: ${'where is my order, nobody answers. '.repeat(7)}`

async function main(): Promise<void> {
  const before = process.memoryUsage().rss
  const tokenize = createTokenizer(readFileSync(PACKAGED_FILES.tokenizer, 'utf8'), 64)
  const encode = await openSession(ENCODER, new Uint8Array(readFileSync(PACKAGED_FILES.model)), tokenize, {
    threads: Number(threads),
  })
  const times: number[] = []
  for (let pass = 0; pass < PASSES; pass++) {
    const started = performance.now()
    await encode(TEXT)
    times.push(performance.now() - started)
  }
  const median = times.sort((a, b) => a - b)[Math.floor(PASSES / 2)]
  console.log(what === 'memory' ? process.memoryUsage().rss - before : median)
  process.exit()
}

void main()
