/** Answers a question with sentences of passages, or says that it does not know. */
import type { Corpus } from './index/corpus'
import { splitSentences } from './sentences'
import { languageOf, termsOf } from './tokenise'
import type { AnswerSentence, PassageHit } from './types'

/** Share of the question's weight (idf) that the passages must cover, or the cosine that stands in for it. */
const COVERED = 0.5
/** Cosines of Chinese texts lie higher with the packaged encoder (`npm run bench -- ask`). */
const CLOSE = { zh: 0.9, other: 0.88 }
const NEARBY = { zh: 0.87, other: 0.82 }
const PARTLY_COVERED = 0.28
const MOST_SENTENCES = 3
/** Passages and sentences of each that are read for one question. */
const PASSAGES = 3
const SENTENCES_EACH = 10
/** Cosine below the nearest sentence's up to which another belongs to the answer, and what a later passage must make up for. */
const NEAR = 0.02
const LATER = 0.012
const OPENS_LIST = /[:：]$/
const LIST_ITEM = /^(?:-|\d{1,3}\.) /

/** Whether the passages found can answer. */
export function canAnswer(question: string, hits: PassageHit[], words: Pick<Corpus, 'idf'>): boolean {
  const best = hits[0]
  if (!best) return false
  const terms = [...new Set(termsOf(question, languageOf(best.passage.locale)))]
  if (terms.length === 0) return false
  const covered = coverage(terms, best, words)
  const cosine = best.cosine ?? 0
  const script = /\p{Script=Han}/u.test(question) ? 'zh' : 'other'
  return covered >= COVERED || cosine >= CLOSE[script] || (cosine >= NEARBY[script] && covered >= PARTLY_COVERED)
}

function coverage(terms: string[], hit: PassageHit, words: Pick<Corpus, 'idf'>): number {
  const has = new Set(
    termsOf(`${hit.passage.title}\n${hit.passage.heading}\n${hit.passage.text}`, languageOf(hit.passage.locale)),
  )
  let all = 0
  let found = 0
  for (const term of terms) {
    const weight = words.idf(term)
    all += weight
    if (has.has(term)) found += weight
  }
  return all === 0 ? 0 : found / all
}

/** A sentence that may answer, and what the encoder reads of it. */
export interface Candidate extends AnswerSentence {
  read: string
}

/** Sentences and list items of the best passages, in their order. */
export function candidates(sources: PassageHit[]): Candidate[] {
  return sources.slice(0, PASSAGES).flatMap(({ passage }, source) =>
    splitSentences(passage.text)
      .slice(0, SENTENCES_EACH)
      .map((text) => ({ text, source, read: [passage.heading || passage.title, text].join('\n') })),
  )
}

/** The candidates nearest to the question, in the order of their passages; a line that opens a list brings the list. */
export function pick(asked: Candidate[], vectors: Float32Array[], question: Float32Array): AnswerSentence[] {
  const scores = asked.map(({ source }, at) => dot(vectors[at], question) - source * LATER)
  const best = Math.max(...scores)
  const order = scores.map((_, at) => at).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
  const chosen = new Set(order.filter((at) => (scores[at] ?? 0) >= best - NEAR).slice(0, MOST_SENTENCES))
  for (const at of [...chosen]) {
    if (!OPENS_LIST.test(asked[at]?.text ?? '')) continue
    for (let next = at + 1; next < asked.length && LIST_ITEM.test(asked[next]?.text ?? ''); next++) chosen.add(next)
  }
  return asked.filter((_, at) => chosen.has(at)).map(({ text, source }) => ({ text, source }))
}

/** What the best passage begins with, where there is no vector to judge by. */
export const opening = (asked: Candidate[]): AnswerSentence[] =>
  asked
    .filter(({ source }) => source === 0)
    .slice(0, MOST_SENTENCES)
    .map(({ text, source }) => ({ text, source }))

const dot = (a: Float32Array | undefined, b: Float32Array): number =>
  a?.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0) ?? 0
