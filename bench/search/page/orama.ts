/** Orama's hybrid search with our stop words and a similarity that lets every vector in. */
import { type AnyOrama, create, insertMultiple, load, save, search } from '@orama/orama'
import { stopWords } from '../../../lib/knowledge/stop-words'
import { WIDTH } from '../generate'
import { type Engine, getValue, putValue, time } from './engine'

const BATCH = 1_000

export function createOrama(): Engine {
  const fresh = (): AnyOrama =>
    create({
      schema: { title: 'string', heading: 'string', text: 'string', vector: `vector[${WIDTH}]` } as const,
      components: { tokenizer: { language: 'english', stemming: false, stopWords: [...stopWords('en')] } },
    })
  let db = fresh()
  return {
    async build(generator, size) {
      let words = 0
      for (let from = 0; from < size; from += BATCH) {
        const rows = Array.from({ length: Math.min(BATCH, size - from) }, (_, i) => ({
          id: String(from + i),
          ...generator.passage(from + i),
          vector: Array.from(generator.vector(from + i)),
        }))
        words += await time(() => insertMultiple(db, rows, BATCH))
      }
      return { words, vectors: 0 }
    },
    store: async () => putValue('orama', save(db)),
    async open() {
      db = fresh()
      load(db, (await getValue('orama')) as never)
    },
    complete: async () => undefined,
    async search({ text, vector }) {
      const found = await search(db, {
        mode: 'hybrid',
        term: text,
        vector: { value: Array.from(vector), property: 'vector' },
        similarity: 0,
        limit: 10,
        boost: { title: 3, heading: 2 },
      } as never)
      return found.hits.map(({ id }) => Number(id))
    },
  }
}
