/**
 * Knowledge bases that nobody wrote, the same for the same numbers: words by Zipf's law with real stop words on top, topics
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
const VOCABULARY = 80_000
const EXPONENT = 1.05
const TOPICS = 500
const TOPIC_WORDS = 200
const OF_THE_TOPIC = 0.3
/** Words that say about as much: 540 letters, 190 Chinese characters (two a word), 230 Japanese ones (three a word). */
const LENGTH = { en: 90, zh: 95, ja: 85 }
const TICKET = { en: 60, zh: 40, ja: 36 }

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
  const any = zipf(VOCABULARY)
  const own = zipf(TOPIC_WORDS)
  const join = language === 'en' ? ' ' : ''
  const mean = unit(random(seed))
  const topics = Array.from({ length: TOPICS }, (_, topic) => unit(random(seed + 100 + topic)))
  const topicOf = (number: number) => Math.floor(random(seed * 31 + number)() * TOPICS)

  function pick(next: () => number, topic: number): string {
    if (next() < OF_THE_TOPIC) return words[200 + ((topic * 977 + own(next()) * 131) % (VOCABULARY - 200))] as string
    return words[any(next())] as string
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
          : Array.from({ length: TICKET[language] }, () => (next() < 0.4 ? from() : (words[any(next())] as string)))
      const vector = mix([
        [vectorOf(source), 1],
        [unit(random(seed * 49_979_687 + number)), 1.5],
      ])
      return { text: text.join(join), vector, source }
    },
  }
}

/** A word of the vocabulary, commonest first. */
function wordOf(language: Language, rank: number): string {
  const next = random(rank + 11)
  if (language === 'en') {
    const stop = [...stopWords('en')]
    if (rank < 150) return stop[rank] as string
    const syllables = Array.from(
      { length: rank < 5_000 ? 2 : 3 },
      () => 'bcdfghklmnprstvw'[Math.floor(next() * 16)] + ('aeiou'[Math.floor(next() * 5)] as string),
    )
    return `${syllables.join('')}${'nrstlmd'[rank % 7]}`
  }
  if (rank < 40) return '的了是我你在有和与不'[rank % 10] as string
  const character = () => String.fromCharCode(0x4e00 + Math.floor(next() ** 2 * 3_500))
  const kana = () => String.fromCharCode(0x3042 + Math.floor(next() * 80))
  return language === 'zh'
    ? character() + character()
    : next() < 0.5
      ? character() + character() + kana()
      : kana() + kana() + kana()
}

/** Rank for a number below 1, by Zipf's law. */
function zipf(size: number): (at: number) => number {
  const sums = new Float64Array(size)
  let sum = 0
  for (let rank = 0; rank < size; rank++) sums[rank] = sum += 1 / (rank + 2.7) ** EXPONENT
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
