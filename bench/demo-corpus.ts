/** The demo's help centre as the product indexes it. */
import { readFileSync } from 'node:fs'
import type { Article } from '../lib/helpdesk/types'
import { chunkArticle, passageText } from '../lib/knowledge/chunk'
import { documentOf } from '../lib/knowledge/documents'
import { openNodeKernel } from '../lib/knowledge/kernel/node'
import type { Passage } from '../lib/knowledge/types'
import type { Encoder } from '../lib/triage/types'
import { corpusOf } from './search/corpus-of'

export const HOST = 'acme.zendesk.com'
export const readDemo = (name: string) => JSON.parse(readFileSync(`demo/data/${name}.json`, 'utf8'))

export async function openDemoCorpus(encoder: Encoder) {
  const passages = new Map<string, Passage>()
  const documents = [...readDemo('articles-en'), ...readDemo('articles-zh')].map((raw) => {
    const article: Article = { ...raw, url: `https://${HOST}/hc/${raw.locale}/articles/${raw.id}` }
    const own = chunkArticle(HOST, article)
    for (const passage of own) passages.set(passage.id, passage)
    return documentOf({ ...article, key: `${HOST}|${article.id}|${article.locale}`, host: HOST, seen: 1 }, own)
  })
  const corpus = await corpusOf(await openNodeKernel(), documents, (own) => encoder.encode(own.map(passageText), 'passage'))
  return { corpus, passages }
}
