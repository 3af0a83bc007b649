import { type CorpusStore, createCorpusStore, type RowName } from '../../../lib/knowledge/corpus-store'
import { buildSegments } from '../../../lib/knowledge/index/build'
import type { Corpus } from '../../../lib/knowledge/index/corpus'
import { openSegment, type Segment } from '../../../lib/knowledge/index/segment'
import { termKey } from '../../../lib/knowledge/index/term-key'
import type { IndexedDocument } from '../../../lib/knowledge/index/types'
import { packVectors } from '../../../lib/knowledge/index/vector'
import { type Kernel, openKernel } from '../../../lib/knowledge/kernel/kernel'
import { termsOf } from '../../../lib/knowledge/tokenise'
import { openKnowledgeDb } from '../../../lib/store/knowledge-db'
import { type Generator, type Language, WIDTH } from '../generate'
import { type Engine, PER_ARTICLE, time } from './engine'

const NAME = 'bench'
const BATCH = 4_096

export function createOwn(language: Language): Engine {
  let kernel: Kernel | null = null
  let store: CorpusStore
  let corpus: Corpus
  let built: { generator: Generator; size: number } | null = null

  async function start(): Promise<Kernel> {
    kernel ??= await openKernel(await WebAssembly.compileStreaming(fetch('/kernel.wasm')))
    store ??= createCorpusStore({ db: openKnowledgeDb(), kernel, width: WIDTH, encoderId: NAME, documentsOf: async () => [] })
    return kernel
  }

  const document = (generator: Generator, article: number, size: number): IndexedDocument => ({
    key: String(article),
    locale: language,
    section: `s${article % 50}`,
    permission: 'everyone',
    team: null,
    draft: false,
    passages: numbers(article, size).map((number) => generator.passage(number)),
  })

  const search: Engine['search'] = ({ text, vector }) =>
    corpus
      .search({ text, vector, locale: language })
      .slice(0, 10)
      .map(({ entry, passage }) => Number(entry.key) * PER_ARTICLE + passage)

  return {
    async build(generator, size) {
      const inMemory = await start()
      built = { generator, size }
      const documents = Array.from({ length: Math.ceil(size / PER_ARTICLE) }, (_, article) => document(generator, article, size))
      let segments: Segment[] = []
      const words = await time(() => {
        segments = buildSegments(documents, null).map((data, id) => openSegment(inMemory, id, data, WIDTH))
      })
      let done = 0
      let vectors = 0
      for (const segment of segments) {
        for (let from = 0; from < segment.rows; from += BATCH) {
          const rows = Array.from({ length: Math.min(BATCH, segment.rows - from) }, (_, i) => from + i)
          const floats = rows.map((row) => generator.vector(done + row))
          vectors += await time(() => segment.setVectors(rows, packVectors(floats, WIDTH)))
        }
        done += segment.rows
      }
      for (const segment of segments) segment.free()
      return { words, vectors }
    },
    async store() {
      if (!built) return
      const { generator, size } = built
      const articles = Math.ceil(size / PER_ARTICLE)
      // As a sync brings them: a page of articles at a time, vectors in the background, tidied when idle.
      for (let from = 0; from < articles; from += 1_000) {
        await store.update(NAME, [], async () => ({
          put: Array.from({ length: Math.min(1_000, articles - from) }, (_, i) => document(generator, from + i, size)),
          removed: [],
        }))
        while (await store.tidy(NAME));
      }
      for (let names: RowName[] = []; ; ) {
        names = await store.missing(NAME, BATCH)
        if (names.length === 0) break
        await store.putVectors(
          NAME,
          names,
          names.map(({ key, passage }) => generator.vector(Number(key) * PER_ARTICLE + passage)),
          async () => names.map(() => true),
        )
      }
    },
    async open() {
      await start()
      corpus = await store.open(NAME)
    },
    complete: async () => void (await store.complete(NAME)),
    search,
    async change(generator, article, durable) {
      const changed = document(generator, article, Number.POSITIVE_INFINITY)
      if (durable) return time(() => store.update(NAME, [], async () => ({ put: [changed], removed: [] })))
      const inMemory = await start()
      let made: Segment[] = []
      const took = await time(() => {
        corpus.find(changed.key)
        made = buildSegments([changed], corpus.average).map((data, id) => openSegment(inMemory, id, data, WIDTH))
      })
      for (const segment of made) segment.free()
      return took
    },
    reads({ text }) {
      const keys = [...new Set(termsOf(text, language).map(termKey))]
      const postings = keys.reduce(
        (sum, key) => sum + corpus.segments.reduce((all, segment) => all + segment.frequency(segment.termAt(key)), 0),
        0,
      )
      return corpus.embedded * (WIDTH + 4) + postings * 3
    },
  }
}

const numbers = (article: number, size: number): number[] =>
  Array.from({ length: PER_ARTICLE }, (_, i) => article * PER_ARTICLE + i).filter((number) => number < size)
