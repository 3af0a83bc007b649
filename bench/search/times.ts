/** Encoder passes, and search over many passages against a plain scan of float vectors. */
import { openNodeEncoder } from '../lib/engine/encoder/node'
import { createWordIndex } from '../lib/knowledge/bm25'
import { type SearchIndex, search } from '../lib/knowledge/search'
import type { Passage } from '../lib/knowledge/types'
import { createVectorIndex, packVector } from '../lib/knowledge/vectors'
import { percentile, type Report } from './report'

const RUNS = 30
const WORDS =
  'order refund parcel lamp router password voucher invoice warranty kettle vacuum filter account address charge card delivery return plan app'.split(
    ' ',
  )

export async function searchTimes(report: Report): Promise<void> {
  const encoder = await openNodeEncoder()
  for (const words of [20, 100, 200]) {
    const times: number[] = []
    for (let run = 0; run < RUNS; run++) times.push(await time(() => encoder.encode([sentence(words)], 'query')))
    report({ figure: `encoder pass, ${words} words, p50`, value: percentile(times, 0.5), unit: 'ms' })
  }
  for (const size of [2_000, 20_000]) {
    const index: SearchIndex = { words: createWordIndex(), vectors: createVectorIndex(384), passages: new Map() }
    const floats: Float32Array[] = []
    for (let at = 0; at < size; at++) {
      const passage = {
        id: String(at),
        articleId: String(at),
        locale: 'en',
        title: sentence(5),
        heading: '',
        text: sentence(80),
      } as Passage
      const vector = unit()
      index.passages.set(passage.id, passage)
      index.words.put(passage.id, passage.title, passage.text)
      index.vectors.put(passage.id, packVector(vector))
      floats.push(vector)
    }
    const ours: number[] = []
    const scan: number[] = []
    for (let run = 0; run < RUNS; run++) {
      const vector = unit()
      const text = sentence(60)
      ours.push(await time(() => search(index, { text, vector, locale: 'en', limit: 5 })))
      scan.push(
        await time(() =>
          floats.map((each) => each.reduce((sum, value, i) => sum + value * (vector[i] ?? 0), 0)).sort((a, b) => b - a),
        ),
      )
    }
    report({ figure: `search over ${size} passages, p50`, value: percentile(ours, 0.5), unit: 'ms', peer: percentile(scan, 0.5) })
    report({
      figure: `search over ${size} passages, p95`,
      value: percentile(ours, 0.95),
      unit: 'ms',
      peer: percentile(scan, 0.95),
    })
  }
}

const sentence = (words: number): string =>
  Array.from({ length: words }, () =>
    Math.random() < 0.4 ? WORDS[Math.floor(Math.random() * WORDS.length)] : `w${Math.floor(Math.random() ** 2 * 20_000)}`,
  ).join(' ')

function unit(): Float32Array {
  const vector = Float32Array.from({ length: 384 }, () => Math.random() - 0.5)
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

async function time(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
