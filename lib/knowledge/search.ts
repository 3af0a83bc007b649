/** Word search and vector search over the same passages, joined by reciprocal rank fusion (Cormack et al. 2009, k = 60). */
import type { WordIndex } from './bm25'
import type { Passage, PassageHit } from './types'
import type { VectorIndex } from './vectors'

const K = 60
const DEPTH = 60
/** Vectors count once this share of the passages has one: before, the first to be embedded would crowd out the rest. */
const COMPLETE = 0.95
/** Passages of one article among the results. */
const PER_ARTICLE = 2
/** A passage in the asker's language is worth this much more: a reply quotes it as it is. */
const SAME_LANGUAGE = 1.35

export interface SearchIndex {
  words: WordIndex
  vectors: VectorIndex
  passages: Map<string, Passage>
}

export interface SearchQuery {
  text: string
  /** Unit vector of the query; null searches by words alone. */
  vector: Float32Array | null
  /** Language to prefer (BCP 47), or null. */
  locale: string | null
  limit: number
  /** Passages that people marked as not helpful here. */
  disliked?: ReadonlySet<string>
}

const language = (locale: string): string => locale.toLowerCase().split(/[-_]/)[0] ?? ''

export function search(index: SearchIndex, query: SearchQuery): PassageHit[] {
  const fused = new Map<string, number>()
  const terms = new Map<string, string[]>()
  const add = (id: string, rank: number) => fused.set(id, (fused.get(id) ?? 0) + 1 / (K + rank))
  index.words.search(query.text, DEPTH).forEach((hit, rank) => {
    add(hit.id, rank)
    terms.set(hit.id, hit.terms)
  })
  const vector = index.vectors.size >= index.passages.size * COMPLETE ? query.vector : null
  if (vector) for (const [rank, hit] of index.vectors.search(vector, DEPTH).entries()) add(hit.id, rank)

  const hits: PassageHit[] = []
  for (const [id, fusedScore] of fused) {
    const passage = index.passages.get(id)
    if (!passage || query.disliked?.has(id)) continue
    const same = query.locale !== null && language(passage.locale) === language(query.locale)
    const score = fusedScore * (same ? SAME_LANGUAGE : 1) * (passage.draft ? 0.5 : 1)
    const cosine = vector ? index.vectors.cosine(id, vector) : null
    hits.push({ passage, score, cosine, terms: terms.get(id) ?? [] })
  }
  return diverse(
    hits.sort((a, b) => b.score - a.score),
    query.limit,
  )
}

/** Keeps the order, but no article fills the list, and no translation of an article that is there already. */
function diverse(hits: PassageHit[], limit: number): PassageHit[] {
  const taken = new Map<string, { locale: string; count: number }>()
  const kept: PassageHit[] = []
  for (const hit of hits) {
    const { articleId, locale } = hit.passage
    const article = taken.get(articleId)
    if (article && (article.locale !== locale || article.count >= PER_ARTICLE)) continue
    taken.set(articleId, { locale, count: (article?.count ?? 0) + 1 })
    kept.push(hit)
    if (kept.length === limit) break
  }
  return kept
}
