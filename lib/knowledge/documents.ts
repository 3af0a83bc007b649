/** Articles as the index takes them. */
import type { ArticleRow, KnowledgeDb } from '../store/knowledge-db'
import type { IndexedDocument } from './index/types'
import type { Passage } from './types'

/** `passages` in their order. */
export const documentOf = (article: ArticleRow, passages: Passage[]): IndexedDocument => ({
  key: article.key,
  locale: article.locale,
  section: article.section,
  permission: article.visibility,
  team: null,
  draft: article.draft,
  passages: passages.map(({ title, heading, text }) => ({ title, heading, text })),
})

/** Everything of a host, for an index that must be made again. */
export async function documentsOf(db: KnowledgeDb, host: string): Promise<IndexedDocument[]> {
  const articles = await db.articles.where('host').equals(host).toArray()
  const passages = new Map<string, Passage[]>()
  await db.passages
    .where('host')
    .equals(host)
    .each((passage) => {
      const own = passages.get(passage.articleKey)
      if (own) own.push(passage)
      else passages.set(passage.articleKey, [passage])
    })
  const place = (passage: Passage) => Number(passage.id.slice(passage.id.lastIndexOf('|') + 1))
  return articles.map((article) =>
    documentOf(
      article,
      (passages.get(article.key) ?? []).sort((a, b) => place(a) - place(b)),
    ),
  )
}
