/**
 * `npm run bench -- search-quality --data FOLDER --vectors FOLDER [--every N] [--sweep]`: is the right article among the first?
 * Words alone, vectors alone, both as the product joins them, and Orama's hybrid with the same stop words and vectors.
 */
import { passageText } from '../../lib/knowledge/chunk'
import type { Found } from '../../lib/knowledge/index/corpus'
import type { IndexedDocument } from '../../lib/knowledge/index/types'
import { openNodeKernel } from '../../lib/knowledge/kernel/node'
import { choose } from '../../lib/knowledge/search'
import type { Passage } from '../../lib/knowledge/types'
import { option } from '../options'
import type { Report } from '../report'
import { openCachedVectors } from './cached-vectors'
import { corpusOf } from './corpus-of'
import { type Kb, type KbQuery, kbNames, readKb } from './kb'
import { openOramaHybrid } from './peer-quality'

type Ranking = (query: KbQuery, vector: Float32Array) => string[] | Promise<string[]>

const ALL = 'all'

export async function searchQuality(report: Report): Promise<void> {
  const data = option('data')
  const cache = option('vectors')
  if (!data || !cache) throw new Error('--data FOLDER (kb-*/docs*.jsonl, kb-*/queries-dev.jsonl) and --vectors FOLDER are needed')
  for (const name of option('set')?.split(',') ?? kbNames(data)) {
    const kb = readKb(data, name, Number(option('every') ?? 1))
    const vectors = openCachedVectors(cache, name)
    const asked = await vectors.encode(
      kb.queries.map(({ query }) => query),
      'query',
    )
    const rankings = await rankingsOf(kb, (texts) => vectors.encode(texts, 'passage'))
    const peer = rankings.orama ? await score(kb, asked, rankings.orama) : null
    for (const [way, ranking] of Object.entries(rankings)) {
      for (const [kind, { first, three, count }] of await score(kb, asked, ranking)) {
        const place = `${name} ${kind} (${count}), ${way}`
        const compared = (value: number | undefined) => (way === 'orama' || value === undefined ? {} : { peer: value })
        report({ figure: `${place}, hit@1`, value: first, unit: 'share', ...compared(peer?.get(kind)?.first) })
        report({ figure: `${place}, hit@3`, value: three, unit: 'share', ...compared(peer?.get(kind)?.three) })
      }
    }
  }
}

async function rankingsOf(kb: Kb, encode: (texts: string[]) => Promise<Float32Array[]>): Promise<Record<string, Ranking>> {
  const kernel = await openNodeKernel()
  const corpus = await corpusOf(kernel, toDocuments(kb.passages), (passages) => encode(passages.map(passageText)))
  const found = (query: KbQuery, text: string, vector: Float32Array | null): Found[] =>
    corpus.search({
      text,
      vector,
      locale: query.lang,
      ...(isCrossLingual(query) ? { filter: { languages: ['en'] } } : {}),
    })
  const articles = (query: KbQuery, hits: Found[]) =>
    choose(hits, { locale: isCrossLingual(query) ? null : query.lang, limit: 10 }).map(({ entry }) => articleOf(entry.key))
  const fused = (query: KbQuery, vector: Float32Array) => found(query, query.query, vector)
  const rankings: Record<string, Ranking> = {
    words: (query) => articles(query, found(query, query.query, null)),
    vectors: (query, vector) => articles(query, found(query, '', vector)),
    fused: (query, vector) => articles(query, fused(query, vector)),
  }
  if (process.argv.includes('--sweep')) {
    for (const share of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
      rankings[`mixed ${share}`] = (query, vector) => articles(query, remix(fused(query, vector), share))
    for (const k of [10, 60])
      rankings[`reciprocal rank ${k}`] = (query, vector) => articles(query, reciprocal(fused(query, vector), k))
  } else rankings.orama = await openOramaHybrid(kb.passages, await encode(kb.passages.map(passageText)), isCrossLingual)
  return rankings
}

const isCrossLingual = ({ kind }: KbQuery) => kind.includes('cross_lingual')
const articleOf = (key: string) => key.split('|')[1] as string

export function toDocuments(passages: Passage[]): IndexedDocument[] {
  const documents = new Map<string, IndexedDocument>()
  for (const { id, locale, visibility, draft, title, heading, text } of passages) {
    const key = id.slice(0, id.lastIndexOf('|'))
    const document = documents.get(key) ?? { key, locale, section: '', permission: visibility, team: null, draft, passages: [] }
    document.passages.push({ title, heading, text })
    documents.set(key, document)
  }
  return [...documents.values()]
}

/** Other ways to join the same candidates, for comparison. */
function remix(found: Found[], share: number): Found[] {
  const most = Math.max(...found.map(({ words }) => words), Number.MIN_VALUE)
  const cosines = found.map(({ cosine }) => cosine ?? 0)
  const [low, high] = [Math.min(...cosines), Math.max(...cosines)]
  const mixed = found.map((each) => ({
    ...each,
    score: (share * each.words) / most + ((1 - share) * ((each.cosine ?? 0) - low)) / (high - low || 1),
  }))
  return mixed.sort((a, b) => b.score - a.score)
}

function reciprocal(found: Found[], k: number): Found[] {
  const scores = new Map<Found, number>()
  const worded = found.filter(({ words }) => words > 0).sort((a, b) => b.words - a.words)
  for (const order of [worded, found.slice().sort((a, b) => (b.cosine ?? 0) - (a.cosine ?? 0))])
    for (const [rank, each] of order.entries()) scores.set(each, (scores.get(each) ?? 0) + 1 / (k + rank))
  return found.map((each) => ({ ...each, score: scores.get(each) ?? 0 })).sort((a, b) => b.score - a.score)
}

async function score(kb: Kb, vectors: Float32Array[], ranking: Ranking) {
  const kinds = new Map<string, { first: number; three: number; count: number }>()
  for (const [at, query] of kb.queries.entries()) {
    const articles = [...new Set(await ranking(query, vectors[at] as Float32Array))]
    const right = (depth: number) => Number(articles.slice(0, depth).some((id) => query.relevant.includes(id)))
    for (const kind of [ALL, `${query.kind} ${query.lang}`]) {
      const sum = kinds.get(kind) ?? { first: 0, three: 0, count: 0 }
      kinds.set(kind, { first: sum.first + right(1), three: sum.three + right(3), count: sum.count + 1 })
    }
  }
  for (const sum of kinds.values()) {
    sum.first /= sum.count
    sum.three /= sum.count
  }
  return kinds
}
