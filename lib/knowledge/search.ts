/** From what the index found to the passages that are shown. */
import type { KnowledgeDb } from '../store/knowledge-db'
import type { Corpus, Found } from './index/corpus'
import type { Filter } from './index/types'
import { languageOf, termsOf } from './tokenise'
import type { Passage, PassageHit } from './types'

/** Passages of one article among the results. */
const PER_ARTICLE = 2
/** A passage in the asker's language is worth this much more: a reply quotes it as it is. */
const SAME_LANGUAGE = 1.35
const DRAFT = 0.5

export interface SearchQuery {
  text: string
  /** Unit vector of the query; null searches by words alone. */
  vector: Float32Array | null
  /** Language to prefer (BCP 47), or null. */
  locale: string | null
  limit: number
  filter?: Filter
  /** Passages that people marked as not helpful here. */
  disliked?: ReadonlySet<string>
}

/** Best first. */
export async function search(corpus: Corpus, query: SearchQuery, db: Pick<KnowledgeDb, 'passages'>): Promise<PassageHit[]> {
  const chosen = choose(corpus.search(query), query)
  const passages = await db.passages.bulkGet(chosen.map(passageId))
  const language = query.locale ? languageOf(query.locale) : 'en'
  const asked = [...new Set(termsOf(query.text, language))]
  return chosen.flatMap(({ score, cosine }, at) => {
    const passage = passages[at]
    return passage ? [{ passage, score, cosine, terms: shared(asked, passage) }] : []
  })
}

export const passageId = ({ entry, passage }: Pick<Found, 'entry' | 'passage'>): string => `${entry.key}|${passage}`

/** The order of the hits that are kept: language and drafts weigh in, and no article fills the list. */
export function choose(found: Found[], { locale, limit, disliked }: Pick<SearchQuery, 'locale' | 'limit' | 'disliked'>): Found[] {
  const preferred = locale === null ? null : languageOf(locale)
  const weighed = found
    .filter((each) => !disliked?.has(passageId(each)))
    .map((each) => {
      const same = preferred !== null && languageOf(each.entry.locale) === preferred
      return { ...each, score: each.score * (same ? SAME_LANGUAGE : 1) * (each.entry.draft ? DRAFT : 1) }
    })
  return diverse(
    weighed.sort((a, b) => b.score - a.score),
    limit,
  )
}

/** Keeps the order, but no article fills the list, and no translation of an article that is there already. */
function diverse(found: Found[], limit: number): Found[] {
  const taken = new Map<string, { locale: string; count: number }>()
  const kept: Found[] = []
  for (const each of found) {
    const { key, locale } = each.entry
    const article = key.slice(0, key.lastIndexOf('|'))
    const before = taken.get(article)
    if (before && (before.locale !== locale || before.count >= PER_ARTICLE)) continue
    taken.set(article, { locale, count: (before?.count ?? 0) + 1 })
    kept.push(each)
    if (kept.length === limit) break
  }
  return kept
}

/** Words of the query that occur in the passage. */
function shared(asked: string[], { title, heading, text, locale }: Passage): string[] {
  const has = new Set(termsOf(`${title}\n${heading}\n${text}`, languageOf(locale)))
  return asked.filter((term) => has.has(term))
}
