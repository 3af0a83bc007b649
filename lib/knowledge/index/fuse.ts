/** Joins the two rankings: each score is brought to 0–1 over the candidates, then mixed (convex combination; Bruch et al. 2023). */

export interface Candidate {
  id: number
  words: number
  cosine: number | null
}

/** Share of the words in the mix. Chosen on dev queries; `npm run bench -- search-quality` shows the neighbours. */
const WORDS = 0.4

/** Best first. Without vectors the words decide alone. */
export function fuse(candidates: Candidate[]): (Candidate & { score: number })[] {
  const mostWords = Math.max(...candidates.map(({ words }) => words), Number.MIN_VALUE)
  const cosines = candidates.flatMap(({ cosine }) => (cosine === null ? [] : [cosine]))
  const most = Math.max(...cosines)
  const least = Math.min(...cosines)
  const mixed = candidates.map((candidate) => {
    const words = candidate.words / mostWords
    const meaning = candidate.cosine === null ? 0 : (candidate.cosine - least) / (most - least || 1)
    return { ...candidate, score: cosines.length === 0 ? words : WORDS * words + (1 - WORDS) * meaning }
  })
  return mixed.sort((a, b) => b.score - a.score || a.id - b.id)
}
