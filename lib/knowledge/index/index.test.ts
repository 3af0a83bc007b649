import { beforeAll, describe, expect, it } from 'vitest'
import type { Kernel } from '../kernel/kernel'
import { openNodeKernel } from '../kernel/node'
import { buildSegments } from './build'
import { type Corpus, type CorpusQuery, createCorpus } from './corpus'
import { mergeSegments, pickMerge } from './merge'
import { openSegment } from './segment'
import { termKey } from './term-key'
import { type IndexedDocument, MOST_ROWS } from './types'
import { packVectors } from './vector'

const WIDTH = 16
let kernel: Kernel
beforeAll(async () => {
  kernel = await openNodeKernel()
})

const document = (key: string, texts: string[], change: Partial<IndexedDocument> = {}): IndexedDocument => ({
  key,
  locale: 'en-us',
  section: '',
  permission: 'everyone',
  team: null,
  draft: false,
  passages: texts.map((text) => ({ title: key, heading: '', text })),
  ...change,
})

function corpusOf(...groups: IndexedDocument[][]): Corpus {
  const corpus = createCorpus(kernel, WIDTH)
  for (const [id, group] of groups.entries())
    for (const data of buildSegments(group, null)) corpus.add(openSegment(kernel, id, data, WIDTH))
  return corpus
}

const keys = (corpus: Corpus, text: string, change: Partial<CorpusQuery> = {}) =>
  corpus.search({ text, vector: null, locale: 'en', ...change }).map(({ entry, passage }) => `${entry.key}/${passage}`)

/** A repeatable unit vector. */
function unit(seed: number): Float32Array {
  let state = seed * 2654435761
  const vector = Float32Array.from({ length: WIDTH }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32 - 0.5
  })
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

describe('words', () => {
  it('ranks by rarity and frequency over all segments', () => {
    const corpus = corpusOf(
      [document('lamp', ['A lamp is returned.', 'A refund of a lamp.']), document('router', ['Restart the router.'])],
      [document('refund', ['A refund is paid as a refund.'])],
    )
    expect(keys(corpus, 'refund')).toEqual(['refund/0', 'lamp/1'])
    expect(keys(corpus, 'routers')).toEqual(['router/0'])
    expect(keys(corpus, 'gramophone')).toEqual([])
  })

  it('gives the scores of BM25', () => {
    const texts = ['pear apple apple', 'apple', 'pear plum plum plum']
    const corpus = corpusOf(
      texts.map((text, at) => document(String(at), [text], { passages: [{ title: '', heading: '', text }] })),
    )
    const mean = 8 / 3
    const idf = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    const [first] = corpus.search({ text: 'apple', vector: null, locale: 'en' })
    // The one-word text wins: 1 of 1 against 2 of 3.
    expect(first?.entry.key).toBe('1')
    expect(first?.words).toBeCloseTo((idf * 1) / (1 + 1.2 * (0.25 + (0.75 * 1) / mean)), 2)
  })

  it('filters by language, section, permission and team', () => {
    const corpus = corpusOf([
      document('a', ['refund'], { section: 'Money', team: 'billing' }),
      document('b', ['refund'], { locale: 'de', permission: 'agents' }),
    ])
    expect(keys(corpus, 'refund').sort()).toEqual(['a/0', 'b/0'])
    expect(keys(corpus, 'refund', { filter: { languages: ['de'] } })).toEqual(['b/0'])
    expect(keys(corpus, 'refund', { filter: { sections: ['Money'] } })).toEqual(['a/0'])
    expect(keys(corpus, 'refund', { filter: { permissions: ['everyone', 'signed-in'] } })).toEqual(['a/0'])
    expect(keys(corpus, 'refund', { filter: { team: 'shipping' } })).toEqual(['b/0'])
  })

  it('keeps keys of many words apart', () => {
    const all = new Set<number>()
    for (let i = 0; i < 200_000; i++)
      all.add(termKey(`w${i}`)).add(termKey(String.fromCodePoint(0x4e00 + (i % 20_000), 0x4e00 + Math.floor(i / 20))))
    expect(all.size).toBe(400_000)
    for (const key of all) expect(Number.isSafeInteger(key) && key >= 0).toBe(true)
  })
})

describe('vectors', () => {
  const all = Array.from({ length: 300 }, (_, seed) => unit(seed + 1))
  const embedded = () => {
    const corpus = corpusOf(
      all.slice(0, 200).map((_, at) => document(String(at), ['x'])),
      all.slice(200).map((_, at) => document(String(at + 200), ['x'])),
    )
    for (const [at, segment] of corpus.segments.entries())
      segment.setVectors(
        Array.from({ length: segment.rows }, (_, row) => row),
        packVectors(all.slice(at * 200, at * 200 + segment.rows), WIDTH),
      )
    return corpus
  }

  it('finds what an exact scan finds', () => {
    const corpus = embedded()
    for (const seed of [501, 502, 503]) {
      const vector = unit(seed)
      const exact = all
        .map((each, at) => ({ at, cosine: each.reduce((sum, value, i) => sum + value * (vector[i] as number), 0) }))
        .sort((a, b) => b.cosine - a.cosine)
      const found = corpus.search({ text: '', vector, locale: null })
      expect(found.slice(0, 3).map(({ entry }) => entry.key)).toEqual(exact.slice(0, 3).map(({ at }) => String(at)))
      expect(found[0]?.cosine).toBeCloseTo(exact[0]?.cosine as number, 1)
    }
  })

  it('wait until nearly every row has one', () => {
    const corpus = corpusOf([document('a', ['refund']), document('b', ['router'])])
    corpus.segments[0]?.setVectors([0], packVectors([unit(1)], WIDTH))
    expect(corpus.embedded).toBe(1)
    expect(corpus.search({ text: 'router', vector: unit(1), locale: null }).map(({ cosine }) => cosine)).toEqual([null])
  })
})

describe('merging', () => {
  it('changes no answer and leaves out what is dead', () => {
    const text = (at: number) => `word${at % 7} word${at % 11} refund${at}`
    const documents = Array.from({ length: 60 }, (_, at) => document(`d${at}`, [text(at), text(at + 1)]))
    const apart = corpusOf(documents.slice(0, 20), documents.slice(20, 25), documents.slice(25))
    for (const segment of apart.segments)
      segment.setVectors([0, 1, 2], packVectors([unit(segment.id + 1), unit(segment.id + 11), unit(segment.id + 21)], WIDTH))
    const dead = apart.find('d3')
    dead?.segment.kill(dead.entry)
    const before = ['word3', 'word5 word1', 'refund4', 'refund3'].map((query) => keys(apart, query).sort())
    const { embedded, rows } = apart
    const { data, vectors } = mergeSegments([...apart.segments], WIDTH)
    const joined = createCorpus(kernel, WIDTH)
    const segment = openSegment(kernel, 9, data, WIDTH)
    segment.setVectors(
      Array.from({ length: data.rows }, (_, row) => row),
      vectors,
    )
    joined.add(segment)
    expect([joined.rows, joined.embedded]).toEqual([rows, embedded])
    expect(['word3', 'word5 word1', 'refund4', 'refund3'].map((query) => keys(joined, query).sort())).toEqual(before)
    expect(joined.find('d3')).toBeNull()
  })

  it('joins small ones first and rewrites what is mostly dead', () => {
    const corpus = corpusOf(
      ...Array.from({ length: 9 }, (_, at) => [document(`d${at}`, Array(at === 8 ? 100 : at + 1).fill('word'))]),
    )
    expect(pickMerge(corpus.segments, MOST_ROWS).map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(pickMerge(corpus.segments.slice(0, 8), MOST_ROWS)).toEqual([])
    const dead = corpus.find('d8')
    dead?.segment.kill(dead.entry)
    expect(pickMerge(corpus.segments, MOST_ROWS).map(({ id }) => id)).toEqual([8])
  })
})
