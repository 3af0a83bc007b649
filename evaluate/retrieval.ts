/** Search over a knowledge base as the product cuts, indexes and fuses it: by words, by vectors, and by both. */
import { corpusOf } from '../bench/search/corpus-of'
import { type KbDoc, toPassages } from '../bench/search/kb'
import { toDocuments } from '../bench/search/quality'
import { passageText } from '../lib/knowledge/chunk'
import { openNodeKernel } from '../lib/knowledge/kernel/node'
import { choose } from '../lib/knowledge/search'
import { readRows } from './data'
import type { Report } from './report'
import type { Vectors } from './vectors'

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
  const docs = readRows<KbDoc>(folder, set, 'docs')
  const queries = readRows<Query>(folder, set, `queries-${split}`)
  const passages = docs.flatMap(toPassages)
  const made = await vectors.encode(passages.map(passageText), 'passage', `${set} passages`)
  const asked = await vectors.encode(
    queries.map(({ query }) => query),
    'query',
    `${set} queries`,
  )
  const corpus = await corpusOf(await openNodeKernel(), toDocuments(passages), async () => made)
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
          const found = corpus.search({
            text: way === 'vectors' ? '' : query,
            vector: way === 'words' ? null : vector,
            locale: lang,
            // Across languages the answer is sought among the English articles: those in the asker's would come first.
            ...(across ? { filter: { languages: ['en'] } } : {}),
          })
          const hits = choose(found, { locale: across ? null : lang, limit: DEPTH })
          return [...new Set(hits.map(({ entry }) => entry.key.split('|')[1] ?? ''))].findIndex((id) => relevant.includes(id))
        })
        for (const top of [1, 3]) {
          const value = places.filter((place) => place >= 0 && place < top).length / places.length
          report({ set, task: `${task} ${way}`, metric: `hit@${top}`, value, rows: group.length })
        }
      }
    }
  }
}
