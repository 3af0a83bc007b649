/** Search over a knowledge base as the product cuts, indexes and fuses it: by words, by vectors, and by both. */
import { createWordIndex } from '../lib/knowledge/bm25'
import { chunkArticle, passageText } from '../lib/knowledge/chunk'
import { type SearchIndex, search } from '../lib/knowledge/search'
import type { Passage } from '../lib/knowledge/types'
import { createVectorIndex, packVector } from '../lib/knowledge/vectors'
import { ENCODER } from '../models/catalogue'
import { readRows } from './data'
import { markdownToHtml } from './markdown'
import type { Report } from './report'
import type { Vectors } from './vectors'

interface Doc {
  id: string
  title: string
  body: string
  locale: string
  section?: string | null
  url?: string | null
  updated_at?: string | null
}

interface Query {
  query: string
  lang: string
  /** Ids of the articles that answer it. */
  relevant: string[]
  kind?: string
}

/** Passages looked at; several may be of one article. */
const DEPTH = 12

export async function measureRetrieval(
  folder: string,
  set: string,
  split: string,
  vectors: Vectors,
  report: Report,
): Promise<void> {
  const docs = readRows<Doc>(folder, set, 'docs')
  const queries = readRows<Query>(folder, set, `queries-${split}`)
  const passages = docs.flatMap(toPassages)
  const made = await vectors.encode(passages.map(passageText), 'passage', `${set} passages`)
  const asked = await vectors.encode(
    queries.map(({ query }) => query),
    'query',
    `${set} queries`,
  )
  const whole = indexOf(passages, made, () => true)
  // Across languages the answer is sought among the English articles: those in the asker's language would come first.
  const english = indexOf(passages, made, ({ locale }) => locale.toLowerCase().startsWith('en'))
  const kinds = [...new Set(queries.map(({ kind }) => kind ?? 'question'))].sort()
  for (const kind of kinds) {
    const across = kind.endsWith('cross_lingual')
    const of = queries.flatMap((query, at) => ((query.kind ?? 'question') === kind ? [{ ...query, vector: asked[at] }] : []))
    const groups: [string, typeof of][] = [[kind, of]]
    if (across) groups.push([`${kind} zh`, of.filter(({ lang }) => lang === 'zh')])
    for (const [task, group] of groups) {
      if (group.length === 0) continue
      for (const way of ['words', 'vectors', 'fused'] as const) {
        const places = group.map(({ query, vector = null, lang, relevant }) => {
          const hits = search(across ? english : whole, {
            text: way === 'vectors' ? '' : query,
            vector: way === 'words' ? null : vector,
            locale: across ? null : lang,
            limit: DEPTH,
          })
          return [...new Set(hits.map(({ passage }) => passage.articleId))].findIndex((id) => relevant.includes(id))
        })
        for (const top of [1, 3]) {
          const value = places.filter((place) => place >= 0 && place < top).length / places.length
          report({ set, task: `${task} ${way}`, metric: `hit@${top}`, value, rows: group.length })
        }
      }
    }
  }
}

function indexOf(passages: Passage[], vectors: Float32Array[], fits: (passage: Passage) => boolean): SearchIndex {
  const index: SearchIndex = {
    words: createWordIndex(),
    vectors: createVectorIndex(ENCODER.dimensions),
    passages: new Map(),
  }
  for (const [at, passage] of passages.entries()) {
    if (!fits(passage)) continue
    index.passages.set(passage.id, passage)
    index.words.put(passage.id, `${passage.title}\n${passage.heading}`, passage.text)
    index.vectors.put(passage.id, packVector(vectors[at] as Float32Array))
  }
  return index
}

const toPassages = (doc: Doc): Passage[] =>
  chunkArticle('kb.example', {
    id: doc.id,
    locale: doc.locale,
    title: doc.title,
    html: markdownToHtml(doc.body),
    url: doc.url ?? '',
    section: doc.section ?? '',
    category: '',
    labels: [],
    visibility: 'everyone',
    draft: false,
    editedAt: doc.updated_at ?? '',
  })
