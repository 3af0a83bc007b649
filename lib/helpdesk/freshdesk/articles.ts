import { asList, asText, getJson, type Json, optional } from '../api'
import type { Article, ArticlePage, ArticleVisibility } from '../types'

/** Folders still to read, each with its language. */
interface Place {
  folders: Folder[]
  page: number
}

interface Folder {
  id: string
  name: string
  category: string
  visibility: number
  /** Language path part; empty for the account's own language. */
  language: string
}

const PAGE = 100
const PUBLISHED = 2
const VISIBILITY: Record<number, ArticleVisibility> = { 1: 'everyone', 2: 'signed-in' }

/**
 * One page of one folder of Freshdesk Solutions. Freshdesk has no listing of changes, so `since` only thins out what is
 * handed over. Throws HelpdeskError.
 */
export async function articlePage(cursor: string | null, since: string | null, signal: AbortSignal): Promise<ArticlePage> {
  const place: Place = cursor ? (JSON.parse(cursor) as Place) : { folders: await readFolders(signal), page: 1 }
  const [folder, ...rest] = place.folders
  if (!folder) return { articles: [], cursor: null, total: null, waitSeconds: 0 }
  const path = `/api/v2/solutions/folders/${folder.id}/articles${folder.language}?per_page=${PAGE}&page=${place.page}`
  const { json, headers } = await getJson(path, signal)
  const listed = asList(json)
  const next: Place | null =
    listed.length === PAGE
      ? { folders: place.folders, page: place.page + 1 }
      : rest.length > 0
        ? { folders: rest, page: 1 }
        : null
  return {
    articles: listed
      .filter((article) => since === null || asText(article.updated_at) >= since)
      .map((article) => toArticle(article, folder)),
    cursor: next ? JSON.stringify(next) : null,
    total: null,
    waitSeconds: waitSeconds(headers),
  }
}

async function readFolders(signal: AbortSignal): Promise<Folder[]> {
  const folders: Folder[] = []
  for (const language of await readLanguages(signal)) {
    const { json } = await getJson(`/api/v2/solutions/categories${language}`, signal)
    for (const category of asList(json)) {
      const answer = await optional(
        getJson(`/api/v2/solutions/categories/${asText(category.id)}/folders${language}`, signal),
        null,
        signal,
      )
      for (const folder of asList(answer?.json)) {
        folders.push({
          id: asText(folder.id),
          name: asText(folder.name),
          category: asText(category.name),
          visibility: Number(folder.visibility),
          language,
        })
      }
    }
  }
  return folders
}

/** The account's own language first, then those its help centre is also kept in. */
async function readLanguages(signal: AbortSignal): Promise<string[]> {
  const settings = await optional(getJson('/api/v2/settings/helpdesk', signal), null, signal)
  const also = settings?.json.portal_languages ?? settings?.json.supported_languages
  return ['', ...(Array.isArray(also) ? also.map((language) => `/${asText(language)}`) : [])]
}

function toArticle(article: Json, folder: Folder): Article {
  const id = asText(article.id)
  return {
    id,
    locale:
      asText(article.language) ||
      folder.language.slice(1) ||
      languageOf(asText(article.title) + asText(article.description_text)),
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

/** Articles of the account's own language do not name it. */
const languageOf = (text: string): string =>
  (text.match(/\p{Script=Han}/gu)?.length ?? 0) > text.length * 0.15 ? 'zh' : (document.documentElement.lang || 'en').slice(0, 2)

/** The quota is the whole account's: slow down well before it ends. */
function waitSeconds(headers: Headers): number {
  const total = Number(headers.get('x-ratelimit-total'))
  const left = Number(headers.get('x-ratelimit-remaining'))
  return total > 0 && left < total * 0.3 ? 20 : 0
}
