/** Word index in memory. Scoring: BM25 (Robertson and Zaragoza 2009) with k1 = 1.2, b = 0.75; the title's words count twice. */
import { tokenise } from './tokenise'

const K1 = 1.2
const B = 0.75

export interface WordHit {
  id: string
  score: number
  terms: string[]
}

export interface WordIndex {
  readonly size: number
  put(id: string, title: string, text: string): void
  remove(id: string): void
  /** Best `limit` ids for the query's terms. */
  search(query: string, limit: number): WordHit[]
  /** Inverse document frequency of a term (nat). */
  idf(term: string): number
}

export function createWordIndex(): WordIndex {
  const postings = new Map<string, Map<string, number>>()
  const lengths = new Map<string, number>()
  const termsOf = new Map<string, string[]>()
  let total = 0

  const idf = (term: string) => {
    const count = postings.get(term)?.size ?? 0
    return Math.log(1 + (lengths.size - count + 0.5) / (count + 0.5))
  }

  function remove(id: string): void {
    for (const term of termsOf.get(id) ?? []) {
      const posting = postings.get(term)
      posting?.delete(id)
      if (posting?.size === 0) postings.delete(term)
    }
    total -= lengths.get(id) ?? 0
    lengths.delete(id)
    termsOf.delete(id)
  }

  return {
    get size() {
      return lengths.size
    },
    idf,
    remove,
    put(id, title, text) {
      remove(id)
      const heading = tokenise(title)
      const terms = [...heading, ...heading, ...tokenise(text)]
      const counts = new Map<string, number>()
      for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
      for (const [term, count] of counts) {
        const posting = postings.get(term) ?? new Map<string, number>()
        posting.set(id, count)
        postings.set(term, posting)
      }
      lengths.set(id, terms.length)
      termsOf.set(id, [...counts.keys()])
      total += terms.length
    },
    search(query, limit) {
      const average = total / Math.max(1, lengths.size)
      const scores = new Map<string, { score: number; terms: string[] }>()
      for (const term of new Set(tokenise(query))) {
        const weight = idf(term)
        for (const [id, count] of postings.get(term) ?? []) {
          const norm = K1 * (1 - B + (B * (lengths.get(id) ?? 0)) / average)
          const hit = scores.get(id) ?? { score: 0, terms: [] }
          hit.score += (weight * count * (K1 + 1)) / (count + norm)
          hit.terms.push(term)
          scores.set(id, hit)
        }
      }
      return [...scores]
        .map(([id, hit]) => ({ id, ...hit }))
        .sort((a, b) => b.score - a.score)
        .slice(0, limit)
    },
  }
}
