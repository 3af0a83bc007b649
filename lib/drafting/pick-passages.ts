/** Which of the found passages a reply may be made of. */
import type { PassageHit } from '../knowledge/types'

/** The encoder's cosines lie high; below this a passage is about something else. */
const NEAR = 0.8
const NEAR_WITHOUT_WORDS = 0.84
const language = (locale: string): string => locale.toLowerCase().split(/[-_]/)[0] ?? ''

/** Drafts never; internal ones in notes only; another language's passages cannot be quoted and come as links only. */
export function pickPassages(
  hits: PassageHit[],
  audience: 'public' | 'note',
  replyLanguage: string,
  most: number,
): { quoted: PassageHit[]; linked: PassageHit[] } {
  const usable = hits.filter(
    ({ passage, cosine, terms }) =>
      !passage.draft &&
      (audience === 'note' || passage.visibility !== 'agents') &&
      (cosine === null ? terms.length >= 2 : cosine >= NEAR_WITHOUT_WORDS || (cosine >= NEAR && terms.length >= 1)),
  )
  const best = usable[0]?.score ?? 0
  const close = usable.filter((hit, at) => at === 0 || hit.score >= best * 0.8)
  const own = close.filter((hit) => language(hit.passage.locale) === replyLanguage)
  return { quoted: own.slice(0, most), linked: own.length > 0 ? [] : close.slice(0, 1) }
}
