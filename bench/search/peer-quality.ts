/** Orama's hybrid search as a peer for quality: its own defaults, with stop words and the same vectors. */
import { create, insertMultiple, search } from '@orama/orama'
import { stopWords } from '../../lib/knowledge/stop-words'
import { languageOf } from '../../lib/knowledge/tokenise'
import type { Passage } from '../../lib/knowledge/types'
import { ENCODER } from '../../models/catalogue'
import type { KbQuery } from './kb'

export async function openOramaHybrid(passages: Passage[], vectors: Float32Array[], crossLingual: (query: KbQuery) => boolean) {
  const stop = new Set(passages.flatMap(({ locale }) => [...stopWords(languageOf(locale))]))
  const db = create({
    schema: {
      title: 'string',
      heading: 'string',
      text: 'string',
      language: 'enum',
      article: 'enum',
      vector: `vector[${ENCODER.dimensions}]`,
    } as const,
    components: { tokenizer: { language: 'english', stemming: true, stopWords: [...stop] } },
  })
  const rows = passages.map(({ title, heading, text, locale, articleId }, at) => ({
    title,
    heading,
    text,
    language: languageOf(locale),
    article: articleId,
    vector: Array.from(vectors[at] as Float32Array),
  }))
  await insertMultiple(db, rows, 500)
  return async (query: KbQuery, vector: Float32Array): Promise<string[]> => {
    const found = await search(db, {
      mode: 'hybrid',
      term: query.query,
      vector: { value: Array.from(vector), property: 'vector' },
      similarity: 0,
      limit: 30,
      boost: { title: 2, heading: 2 },
      where: { language: { eq: crossLingual(query) ? 'en' : query.lang } },
    })
    return found.hits.map(({ document }) => document.article as string)
  }
}
