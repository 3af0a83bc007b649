/** Answers a question with sentences of passages, or says that it does not know. */
import type { Corpus } from './index/corpus'
import { splitSentences } from './sentences'
import { languageOf, termsOf } from './tokenise'
import type { Answer, AnswerSentence, PassageHit } from './types'

/** Share of the question's weight (idf) that the passages must cover, or the cosine that stands in for it. */
const COVERED = 0.5
const CLOSE = 0.86
const CLOSE_AND_COVERED = { cosine: 0.82, covered: 0.28 }
const MOST_SENTENCES = 4

export function answer(question: string, hits: PassageHit[], words: Pick<Corpus, 'idf'>): Answer {
  const best = hits[0]
  if (!best) return { known: false, sources: hits }
  const terms = [...new Set(termsOf(question, languageOf(best.passage.locale)))]
  if (terms.length === 0) return { known: false, sources: hits }
  const covered = coverage(terms, best, words)
  const cosine = best.cosine ?? 0
  const known =
    covered >= COVERED || cosine >= CLOSE || (cosine >= CLOSE_AND_COVERED.cosine && covered >= CLOSE_AND_COVERED.covered)
  if (!known) return { known: false, sources: hits }
  return { known: true, sentences: pick(terms, hits.slice(0, 3), words), sources: hits }
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

/** The sentences that say most of what was asked, in the order of their passages. */
function pick(terms: string[], hits: PassageHit[], words: Pick<Corpus, 'idf'>): AnswerSentence[] {
  const asked = new Set(terms)
  const scored = hits.flatMap((hit, source) =>
    splitSentences(hit.passage.text).map((text, at) => {
      const own = termsOf(text, languageOf(hit.passage.locale))
      const score = [...new Set(own)].reduce((sum, term) => sum + (asked.has(term) ? words.idf(term) : 0), 0)
      return { text, source, at, score: (score / Math.sqrt(own.length + 4)) * (source === 0 ? 1.4 : 1) }
    }),
  )
  const order = scored.slice().sort((a, b) => b.score - a.score)
  const chosen = new Set(order.slice(0, MOST_SENTENCES).filter((each) => each.score > 0))
  if (chosen.size === 0) for (const each of scored.slice(0, 2)) chosen.add(each)
  return scored.filter((each) => chosen.has(each)).map(({ text, source }) => ({ text, source }))
}
