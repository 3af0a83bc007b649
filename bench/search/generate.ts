/**
 * Knowledge bases that nobody wrote, the same for the same numbers: words as unevenly used as in help centres, topics
 * with words of their own, and vectors that lie as close together as those of the packaged encoder (cosine about 0.75).
 */

import type { PassageWords } from '../../lib/knowledge/index/types'
import { stopWords } from '../../lib/knowledge/stop-words'

export type Language = 'en' | 'zh' | 'ja'

export interface Query {
  text: string
  vector: Float32Array
  /** Number of the passage it was made from. */
  source: number
}

export interface Generator {
  passage(number: number): PassageWords
  vector(number: number): Float32Array
  /** About 60 words, or 4 words of the passage; `number` repeats it. */
  query(number: number, length: 'ticket' | 'short'): Query
}

export const WIDTH = 384
/**
 * Content words follow Zipf and Mandelbrot: frequency ~ 1 / (rank + offset)^exponent. Fitted to help centres of 2,000 to 15,000
 * passages, where the word of rank 1, 10, 50, 100, 300, 1,000 occurs in 43, 17, 9, 5, 2, 0.4 % of the passages.
 */
const VOCABULARY = 40_000
const EXPONENT = 1.15
const OFFSET = 20
const STOP = 0.38
const TOPICS = 500
const TOPIC_WORDS = 200
const OF_THE_TOPIC = 0.15
/** Words that say about as much: 450 letters, 200 Chinese characters, 240 Japanese ones. */
const LENGTH = { en: 75, zh: 75, ja: 85 }
const TICKET = { en: 60, zh: 60, ja: 68 }

/** mulberry32: small, fast, the same everywhere. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export function createGenerator(language: Language, passages: number, seed = 7): Generator {
  const words = Array.from({ length: VOCABULARY }, (_, rank) => wordOf(language, rank))
  const stop = STOP_WORDS[language]()
  const anyRank = zipf(VOCABULARY, OFFSET)
  const stopRank = zipf(stop.length, 2)
  const ownRank = zipf(TOPIC_WORDS, 2)
  const join = language === 'en' ? ' ' : ''
  const mean = unit(random(seed))
  const topics = Array.from({ length: TOPICS }, (_, topic) => unit(random(seed + 100 + topic)))
  const topicOf = (number: number) => Math.floor(random(seed * 31 + number)() * TOPICS)

  function pick(next: () => number, topic: number | null): string {
    const kind = next()
    if (kind < STOP) return stop[stopRank(next())] as string
    if (topic !== null && kind < STOP + OF_THE_TOPIC) return words[(topic * 977 + ownRank(next()) * 131) % VOCABULARY] as string
    return words[anyRank(next())] as string
  }

  function sentence(next: () => number, topic: number, length: number): string[] {
    return Array.from({ length }, (_, at) => (at % 12 === 11 && language !== 'en' ? '。' : pick(next, topic)))
  }

  function bodyOf(number: number): string[] {
    const next = random(seed * 1_000_003 + number)
    return sentence(next, topicOf(number), Math.round(LENGTH[language] * (0.6 + 0.8 * next())))
  }

  function mix(parts: [Float32Array, number][]): Float32Array {
    const vector = new Float32Array(WIDTH)
    for (const [part, weight] of parts)
      for (let i = 0; i < WIDTH; i++) vector[i] = (vector[i] as number) + weight * (part[i] as number)
    const length = Math.hypot(...vector)
    return vector.map((value) => value / length)
  }

  const vectorOf = (number: number) =>
    mix([
      [mean, 1.6],
      [topics[topicOf(number)] as Float32Array, 0.6],
      [unit(random(seed * 7_919 + number)), 0.7],
    ])

  return {
    passage(number) {
      const next = random(seed * 15_485_863 + number)
      const topic = topicOf(number)
      return {
        title: sentence(next, topic, 6).join(join),
        heading: sentence(next, topic, 3).join(join),
        text: bodyOf(number).join(join),
      }
    },
    vector: vectorOf,
    query(number, length) {
      const next = random(seed * 32_452_843 + number)
      const source = Math.floor(next() * passages)
      const body = bodyOf(source)
      const from = () => body[Math.floor(next() * body.length)] as string
      const rare = () => [from(), from(), from(), from()].sort((a, b) => b.length - a.length)[0] as string
      const text =
        length === 'short'
          ? [rare(), rare(), rare(), rare()]
          : Array.from({ length: TICKET[language] }, () => (next() < 0.4 ? from() : pick(next, null)))
      const vector = mix([
        [vectorOf(source), 1],
        [unit(random(seed * 49_979_687 + number)), 1.5],
      ])
      return { text: text.join(join), vector, source }
    },
  }
}

const STOP_WORDS: Record<Language, () => string[]> = {
  en: () => [...stopWords('en')],
  zh: () => [...'的了是我你在有和与不'],
  ja: () => ['は', 'が', 'を', 'に', 'で', 'と', 'の', 'も', 'です', 'ます', 'した', 'して', 'から', 'まで'],
}

/** A content word, commonest first. Characters are as unevenly used as in writing. */
function wordOf(language: Language, rank: number): string {
  const next = random(rank + 11)
  const some = (count: number, character: () => string) => Array.from({ length: count }, character).join('')
  if (language === 'en') {
    const syllable = () => 'bcdfghklmnprstvw'[Math.floor(next() * 16)] + ('aeiou'[Math.floor(next() * 5)] as string)
    return `${some(rank < 2_000 ? 2 : 3, syllable)}${'nrstlmd'[rank % 7]}`
  }
  const han = () => String.fromCharCode(0x4e00 + Math.floor(next() ** 4 * 3_000))
  const kana = () => String.fromCharCode(0x30a2 + Math.floor(next() ** 2 * 80))
  if (language === 'zh') return some(next() < 0.6 ? 2 : 4, han)
  return next() < 0.5 ? some(2, han) : some(4, kana)
}

/** Rank for a number below 1, by the law of Zipf and Mandelbrot. */
function zipf(size: number, offset: number): (at: number) => number {
  const sums = new Float64Array(size)
  let sum = 0
  for (let rank = 0; rank < size; rank++) sums[rank] = sum += 1 / (rank + 1 + offset) ** EXPONENT
  return (at) => {
    const wanted = at * sum
    let low = 0
    let high = size - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] as number) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** A direction: the sum of uniform numbers is near enough to a Gaussian. */
function unit(next: () => number): Float32Array {
  const vector = Float32Array.from({ length: WIDTH }, () => next() + next() + next() - 1.5)
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}
