/**
 * A help centre that never rests, and a check that what is searchable is what is stored. For the tests and measurements that
 * kill the library in between.
 */
import type { Article } from '../helpdesk/types'
import type { KnowledgeDb } from '../store/knowledge-db'
import type { Library } from './library'

export const CHURN_HOST = 'churn.example.com'
export const CHURN_WIDTH = 16
const ARTICLES = 30
const BATCH = 4

/** A word that no other version of any passage has. */
const marker = (id: number, version: number, passage: number) => `a${id}v${version}p${passage}`

/** Unit vector of a text: how often each letter occurs. */
export function letterVector(text: string): Float32Array {
  const vector = new Float32Array(CHURN_WIDTH)
  for (const letter of text) {
    const at = letter.charCodeAt(0) % CHURN_WIDTH
    vector[at] = (vector[at] as number) + 1
  }
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}

const article = (id: number, version: number): Article => ({
  id: String(id),
  locale: 'en-us',
  title: `Article ${id}`,
  html: Array.from(
    { length: 1 + ((id + version) % 4) },
    (_, n) => `<h2>Part ${n}</h2><p>${marker(id, version, n)} says ${'word '.repeat(3 + (version % 9))}</p>`,
  ).join(''),
  url: '',
  section: '',
  category: '',
  labels: [],
  visibility: 'everyone',
  draft: false,
  editedAt: String(version),
})

/** One change after another, by `next` (0 to 1). `acknowledged` hears of each that is durable, and whether it was of articles. */
export async function churn(
  library: Library,
  from: number,
  next: () => number,
  acknowledged: (version: number, articles: boolean) => void,
  steps = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (let version = from, step = 0; step < steps; step++, version++) {
    const kind = next()
    if (kind < 0.45) {
      const { lease } = await library.begin(CHURN_HOST, false, 'churn')
      const some = Array.from({ length: 1 + Math.floor(next() * 3) }, () => article(Math.floor(next() * ARTICLES), version))
      await library.put(CHURN_HOST, lease as string, some, null, null)
    } else if (kind < 0.55) {
      // A full listing without some of them: those are deleted.
      const { lease } = await library.begin(CHURN_HOST, true, 'churn')
      const left = Array.from({ length: ARTICLES }, (_, id) => id).filter(() => next() < 0.8)
      await library.put(
        CHURN_HOST,
        lease as string,
        left.map((id) => article(id, version)),
        null,
        null,
      )
      await library.finish(CHURN_HOST, lease as string)
    } else if (kind < 0.9) await embed(library, BATCH)
    else await library.tidy(CHURN_HOST)
    acknowledged(version, kind < 0.55)
  }
}

async function embed(library: Library, limit: number): Promise<number> {
  const missing = await library.missing(CHURN_HOST, limit)
  await library.putVectors(
    CHURN_HOST,
    missing,
    missing.map(({ text }) => letterVector(text)),
  )
  return missing.length
}

/** What does not agree, in words; empty when all is well. Makes the vectors that are missing, to see that none is wrong. */
export async function disagreements(library: Library, db: KnowledgeDb): Promise<string[]> {
  const wrong: string[] = []
  const passages = await db.passages.where('host').equals(CHURN_HOST).toArray()
  const { passages: indexed } = await library.state(CHURN_HOST)
  if (indexed !== passages.length) wrong.push(`${passages.length} passages stored, ${indexed} indexed`)
  while ((await embed(library, 64)) > 0);
  for (const passage of passages) {
    const word = /a\d+v\d+p\d+/.exec(passage.text)?.[0] ?? ''
    const [, id = '', version = ''] = /a(\d+)v(\d+)p/.exec(word) ?? []
    const hits = await library.find(CHURN_HOST, {
      text: word,
      vector: letterVector(passage.text),
      locale: null,
      intent: null,
      limit: 200,
    })
    const hit = hits.find((each) => each.terms.includes(word))
    if (hit?.passage.id !== passage.id) wrong.push(`${word} is in ${passage.id} and found in ${hit?.passage.id ?? 'none'}`)
    else if ((hit.cosine ?? 0) < 0.98) wrong.push(`${word} has the vector of another text`)
    const article = await db.articles.get(passage.articleKey)
    if (article?.editedAt !== version) wrong.push(`article ${id} is of version ${article?.editedAt}, its passage of ${version}`)
  }
  return wrong
}
