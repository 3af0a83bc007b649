/** MiniSearch for words with our stop words, hnswlib for vectors (M 16, efConstruction 200, ef 64), joined by reciprocal rank. */
import { type HierarchicalNSW, type HnswlibModule, loadHnswlib } from 'hnswlib-wasm'
import MiniSearch, { type Options } from 'minisearch'
import { stopWords } from '../../../lib/knowledge/stop-words'
import { WIDTH } from '../generate'
import { type Engine, getValue, putValue, time } from './engine'

const DEPTH = 100
const K = 60
const BATCH = 1_000
const FILE = 'hnsw.dat'

export function createMiniHnsw(): Engine {
  const stop = stopWords('en')
  const options: Options = {
    fields: ['title', 'heading', 'text'],
    processTerm: (term) => (stop.has(term.toLowerCase()) ? null : term.toLowerCase()),
    searchOptions: { boost: { title: 3, heading: 2 } },
  }
  let mini = new MiniSearch(options)
  let lib: HnswlibModule
  let vectors: HierarchicalNSW
  let count = 0

  async function startVectors(): Promise<void> {
    lib = await loadHnswlib()
    vectors = new lib.HierarchicalNSW('cosine', WIDTH, FILE)
  }

  const synced = (read: boolean) =>
    new Promise<void>((resolve) => {
      lib.EmscriptenFileSystemManager.syncFS(read, () => resolve())
    })

  return {
    async build(generator, size) {
      await startVectors()
      vectors.initIndex(size, 16, 200, 1)
      count = size
      let words = 0
      let ofVectors = 0
      for (let from = 0; from < size; from += BATCH) {
        const rows = Array.from({ length: Math.min(BATCH, size - from) }, (_, i) => from + i)
        const passages = rows.map((id) => ({ id, ...generator.passage(id) }))
        words += await time(() => mini.addAll(passages))
        const floats = rows.map((id) => generator.vector(id))
        ofVectors += await time(() => vectors.addItems(floats, false))
      }
      vectors.setEfSearch(DEPTH)
      return { words, vectors: ofVectors }
    },
    async store() {
      await putValue('mini', JSON.stringify(mini))
      await putValue('count', count)
      await vectors.writeIndex(FILE)
      await synced(false)
    },
    async open() {
      mini = MiniSearch.loadJSON((await getValue('mini')) as string, options)
    },
    async complete() {
      count = (await getValue('count')) as number
      await startVectors()
      await synced(true)
      await vectors.readIndex(FILE, count)
      vectors.setEfSearch(DEPTH)
    },
    search({ text, vector }) {
      const scores = new Map<number, number>()
      const add = (id: number, rank: number) => scores.set(id, (scores.get(id) ?? 0) + 1 / (K + rank))
      for (const [rank, { id }] of mini.search(text).slice(0, DEPTH).entries()) add(id, rank)
      if (vectors) for (const [rank, id] of vectors.searchKnn(vector, DEPTH, undefined).neighbors.entries()) add(id, rank)
      return [...scores]
        .sort((a, b) => b[1] - a[1])
        .slice(0, 10)
        .map(([id]) => id)
    },
    async change(generator, article, durable) {
      const passages = [0, 1, 2, 3].map((i) => ({ id: article * 4 + i, ...generator.passage(article * 4 + i) }))
      return time(async () => {
        mini.discardAll(passages.map(({ id }) => id))
        mini.addAll(passages)
        if (durable) await putValue('mini', JSON.stringify(mini))
      })
    },
  }
}
