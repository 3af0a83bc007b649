import { type ApiAnswer, asList, asText, getJson, ifAllowed, type Json, waitSeconds } from '../api'
import type { Article, ArticlePage, ArticleVisibility } from '../types'

/** Where a listing stands. The folders themselves are read again after a reload: a cursor must stay small. */
interface Place {
  /** Index of the folder, and which one it was. */
  at: number
  folder: string
  page: number
}

interface Folder {
  id: string
  name: string
  category: string
  visibility: number
  /** Language path part; empty for the account's own language. */
  language: string
  /** Empty when the account does not say. */
  locale: string
}

const PAGE = 100
const PUBLISHED = 2
const VISIBILITY: Record<number, ArticleVisibility> = { 1: 'everyone', 2: 'signed-in' }

/**
 * One page of one folder of Freshdesk Solutions. Freshdesk has no listing of changes, so `since` only thins out what is
 * handed over. Throws HelpdeskError.
 */
export async function articlePage(cursor: string | null, since: string | null, signal: AbortSignal): Promise<ArticlePage> {
  const place = cursor ? (JSON.parse(cursor) as Place) : null
  if (!place) folders = null
  folders ??= readFolders(signal)
  folders.catch(() => {
    folders = null
  })
  const all = await folders
  const known = place ? all.findIndex((each) => keyOf(each) === place.folder) : 0
  const at = known < 0 ? (place?.at ?? 0) : known
  const page = place && known >= 0 ? place.page : 1
  const folder = all[at]
  if (!folder) return { articles: [], cursor: null, total: null, waitSeconds: 0 }
  const path = `/api/v2/solutions/folders/${folder.id}/articles${folder.language}?per_page=${PAGE}&page=${page}`
  const answer = await ifAllowed<ApiAnswer | null>(getJson(path, signal), null)
  const listed = asList(answer?.json)
  const next = listed.length === PAGE ? at : at + 1
  const then = all[next]
  return {
    articles: listed
      .filter((article) => since === null || Date.parse(asText(article.updated_at)) >= Date.parse(since))
      .map((article) => toArticle(article, folder)),
    cursor: then ? JSON.stringify({ at: next, folder: keyOf(then), page: next === at ? page + 1 : 1 } satisfies Place) : null,
    total: null,
    waitSeconds: answer ? waitSeconds(answer.headers, 'x-ratelimit-total', 'x-ratelimit-remaining') : 0,
  }
}

const keyOf = (folder: Folder): string => folder.id + folder.language

let folders: Promise<Folder[]> | null = null
async function readFolders(signal: AbortSignal): Promise<Folder[]> {
  const found: Folder[] = []
  const { own, others } = await readLanguages(signal)
  for (const language of ['', ...others.map((other) => `/${other}`)]) {
    const list = async (path: string) =>
      asList((await ifAllowed<ApiAnswer | null>(getJson(`/api/v2/solutions/${path}${language}`, signal), null))?.json)
    for (const category of await list('categories')) {
      const add = (folder: Json) =>
        found.push({
          id: asText(folder.id),
          name: asText(folder.name),
          category: asText(category.name),
          visibility: Number(folder.visibility),
          language,
          locale: language.slice(1) || own,
        })
      for (const folder of await list(`categories/${asText(category.id)}/folders`)) {
        add(folder)
        if (Number(folder.sub_folders_count) > 0) (await list(`folders/${asText(folder.id)}/subfolders`)).forEach(add)
      }
    }
  }
  return found
}

/** The account's own language, and those its help centre is also kept in. */
async function readLanguages(signal: AbortSignal): Promise<{ own: string; others: string[] }> {
  const settings = (await ifAllowed<ApiAnswer | null>(getJson('/api/v2/settings/helpdesk', signal), null))?.json
  const also = settings?.portal_languages ?? settings?.supported_languages
  const own = asText(settings?.primary_language)
  return { own, others: Array.isArray(also) ? also.map(asText).filter((each) => each !== own) : [] }
}

function toArticle(article: Json, folder: Folder): Article {
  const id = asText(article.id)
  return {
    id,
    locale: folder.locale || languageOf(asText(article.title) + asText(article.description_text)),
    title: asText(article.title),
    html: asText(article.description),
    url: `${location.origin}/support/solutions/articles/${id}`,
    section: folder.name,
    category: folder.category,
    labels: Array.isArray(article.tags) ? article.tags.map(asText) : [],
    visibility: VISIBILITY[Number(article.folder_visibility ?? folder.visibility)] ?? 'agents',
    draft: Number(article.status) !== PUBLISHED,
    editedAt: asText(article.updated_at),
  }
}

/** Articles do not name their language. */
const languageOf = (text: string): string =>
  (text.match(/\p{Script=Han}/gu)?.length ?? 0) > text.length * 0.15 ? 'zh' : (document.documentElement.lang || 'en').slice(0, 2)
