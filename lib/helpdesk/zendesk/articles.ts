import { asList, asObject, asText, asTextOrNull, byId, getJson, ifAllowed, type Json, once, waitSeconds } from '../api'
import type { Article, ArticlePage, ArticleVisibility } from '../types'

/** Where a listing stands: the locales still to read and the cursor in the first of them. */
interface Place {
  locales: string[]
  after: string
  since: number
}

const PAGE = 100

/** One page of Zendesk Guide, locale by locale; with `since` only what changed. Throws HelpdeskError. */
export async function articlePage(cursor: string | null, since: string | null, signal: AbortSignal): Promise<ArticlePage> {
  const place: Place = cursor
    ? (JSON.parse(cursor) as Place)
    : { locales: await readLocales(signal), after: '', since: since ? Math.floor(Date.parse(since) / 1000) : 0 }
  const [locale, ...rest] = place.locales
  if (!locale) return { articles: [], cursor: null, total: null, waitSeconds: 0 }
  const base = `/api/v2/help_center/${encodeURIComponent(locale)}/articles.json?page[size]=${PAGE}&sort_by=updated_at&sort_order=desc`
  const [{ json, headers }, sections, segments] = await Promise.all([
    getJson(place.after ? `${base}&page[after]=${encodeURIComponent(place.after)}` : base, signal),
    ifAllowed(readSections(locale, signal), new Map<string, Json>()),
    ifAllowed(readSegments(signal), new Map<string, Json>()),
  ])
  const listed = asList(json.articles)
  const changed = listed.filter((article) => place.since === 0 || Date.parse(asText(article.updated_at)) / 1000 >= place.since)
  const meta = asObject(json.meta)
  // The listing is newest first: once it reaches what was known, the rest of this locale is known too.
  const more = meta.has_more === true && changed.length === listed.length
  const next: Place | null = more
    ? { ...place, after: asText(meta.after_cursor) }
    : rest.length > 0
      ? { ...place, locales: rest, after: '' }
      : null
  return {
    articles: changed.filter((article) => asText(article.body) !== '').map((article) => toArticle(article, sections, segments)),
    cursor: next ? JSON.stringify(next) : null,
    total: typeof json.count === 'number' ? json.count : null,
    waitSeconds: waitSeconds(headers, 'x-rate-limit', 'x-rate-limit-remaining'),
  }
}

async function readLocales(signal: AbortSignal): Promise<string[]> {
  const { json } = await getJson('/api/v2/help_center/locales.json', signal)
  return Array.isArray(json.locales) ? json.locales.map(asText) : [asText(json.default_locale)]
}

const sectionsOf = new Map<string, Promise<Map<string, Json>>>()
function readSections(locale: string, signal: AbortSignal): Promise<Map<string, Json>> {
  const known = sectionsOf.get(locale)
  if (known) return known
  const reading = (async () => {
    const [sections, categories] = await Promise.all([listAll(locale, 'sections', signal), listAll(locale, 'categories', signal)])
    const names = byId(categories)
    return byId(sections.map((section) => ({ ...section, category: asText(names.get(asText(section.category_id))?.name) })))
  })()
  sectionsOf.set(locale, reading)
  reading.catch(() => sectionsOf.delete(locale))
  return reading
}

async function listAll(locale: string, what: 'sections' | 'categories', signal: AbortSignal): Promise<Json[]> {
  const all: Json[] = []
  for (let page = 1; ; page++) {
    const path = `/api/v2/help_center/${encodeURIComponent(locale)}/${what}.json?per_page=100&page=${page}`
    const { json } = await getJson(path, signal)
    all.push(...asList(json[what]))
    if (asText(json.next_page) === '') return all
  }
}

const readSegments = once(async (signal) =>
  byId(asList((await getJson('/api/v2/help_center/user_segments/applicable.json', signal)).json.user_segments)),
)

function toArticle(article: Json, sections: Map<string, Json>, userSegments: Map<string, Json>): Article {
  const section = sections.get(asText(article.section_id))
  return {
    id: asText(article.id),
    locale: asText(article.locale),
    title: asText(article.title),
    html: asText(article.body),
    url: asText(article.html_url),
    section: asText(section?.name),
    category: asText(section?.category),
    labels: Array.isArray(article.label_names) ? article.label_names.map(asText) : [],
    visibility: visibilityOf(article, userSegments),
    draft: article.draft === true,
    editedAt: asText(article.edited_at) || asText(article.updated_at),
  }
}

/** No segment: everyone. A segment that is not known may be staff only: the stricter reading holds. */
function visibilityOf(article: Json, userSegments: Map<string, Json>): ArticleVisibility {
  const segment = asTextOrNull(article.user_segment_id)
  if (segment === null) return 'everyone'
  return userSegments.get(segment)?.user_type === 'signed_in_users' ? 'signed-in' : 'agents'
}
