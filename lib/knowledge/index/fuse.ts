/**
 * Joins the two rankings by score (convex combination, Bruch et al. 2023, arXiv 2210.11934). The share of the words grows with
 * how much of the question the best passage has word for word: long and literal questions are answered by words, short and
 * freely worded ones by meaning.
 */

export interface Candidate {
  id: number
  /** Sum of idf (nat) times impact (0–1). */
  words: number
  cosine: number | null
}

/**
 * Score of the best passage, in nats, at which words and meaning weigh the same. Chosen on dev queries of five knowledge bases:
 * `npm run bench -- search-quality --sweep` shows the neighbours, fixed shares and reciprocal ranks.
 */
const EVEN = 10.5

/** Best first, scores 0–1. Without vectors the words decide alone. */
export function fuse(candidates: Candidate[], even = EVEN): (Candidate & { score: number })[] {
  const mostWords = Math.max(...candidates.map(({ words }) => words), Number.MIN_VALUE)
  const cosines = candidates.flatMap(({ cosine }) => (cosine === null ? [] : [cosine]))
  const most = Math.max(...cosines)
  const least = Math.min(...cosines)
  const share = cosines.length === 0 ? 1 : mostWords ** 2 / (mostWords ** 2 + even ** 2)
  const mixed = candidates.map((candidate) => {
    const meaning = candidate.cosine === null ? 0 : (candidate.cosine - least) / (most - least || 1)
    return { ...candidate, score: (share * candidate.words) / mostWords + (1 - share) * meaning }
  })
  return mixed.sort((a, b) => b.score - a.score || a.id - b.id)
}
