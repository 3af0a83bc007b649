/** Ask, on the demo's help centre: questions that it answers, and questions about other things, which it must own up to. */
import { openNodeEncoder } from '../lib/engine/encoder/node'
import { canAnswer, candidates, pick } from '../lib/knowledge/answer'
import { choose, passageId } from '../lib/knowledge/search'
import type { Passage, PassageHit } from '../lib/knowledge/types'
import { openDemoCorpus, readDemo } from './demo-corpus'
import type { Report } from './report'

interface Question {
  lang: string
  question: string
  /** Articles that answer; empty when none does. */
  articles: string[]
}

export async function ask(report: Report): Promise<void> {
  const encoder = await openNodeEncoder()
  const { corpus, passages } = await openDemoCorpus(encoder)
  for (const language of ['en', 'zh']) {
    const answered: number[] = []
    const right: number[] = []
    const owned: number[] = []
    for (const { question, articles } of (readDemo('questions') as Question[]).filter(({ lang }) => lang === language)) {
      const [vector] = await encoder.encode([question], 'query')
      const found = choose(corpus.search({ text: question, vector: vector ?? null, locale: language }), {
        locale: null,
        limit: 5,
      })
      const hits = found.map(
        (each): PassageHit => ({
          passage: passages.get(passageId(each)) as Passage,
          score: each.score,
          cosine: each.cosine,
          terms: [],
        }),
      )
      const known = canAnswer(question, hits, corpus)
      if (articles.length === 0) owned.push(Number(!known))
      else {
        answered.push(Number(known))
        right.push(Number(articles.includes(hits[0]?.passage.articleId ?? '')))
      }
      if (process.env.OVERDESK_VERBOSE) {
        const said = candidates(hits)
        const vectors = await encoder.encode(
          said.map(({ read }) => read),
          'passage',
        )
        const sentences = known && vector ? pick(said, vectors, vector).map(({ text }) => text) : []
        console.log(articles.length > 0 ? '+' : '-', hits[0]?.cosine?.toFixed(3), question, '→', sentences.join(' | '))
      }
    }
    const share = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length
    report({ figure: `${language} questions of the help centre answered`, value: share(answered), unit: 'share' })
    report({ figure: `${language} right article as first source`, value: share(right), unit: 'share' })
    report({ figure: `${language} other questions: does not know`, value: share(owned), unit: 'share' })
  }
}
