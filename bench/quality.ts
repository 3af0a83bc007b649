/** Triage and search on the demo's tickets, which no weight was trained on. */
import { readFileSync } from 'node:fs'
import { openNodeEncoder, openNodeHeads } from '../lib/engine/encoder/node'
import type { Article, Ticket } from '../lib/helpdesk/types'
import { chunkArticle, passageText } from '../lib/knowledge/chunk'
import { documentOf } from '../lib/knowledge/documents'
import { openNodeKernel } from '../lib/knowledge/kernel/node'
import { choose } from '../lib/knowledge/search'
import { cleanComments } from '../lib/triage/clean'
import { messagesToEncode, triageTicket } from '../lib/triage/triage-ticket'
import type { Report } from './report'
import { corpusOf } from './search/corpus-of'

const HOST = 'acme.zendesk.com'
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

interface Raw {
  id: number
  subject: string
  requester: { name: string; email: string }
  fields: Record<string, string>
  comments: { by: 'requester' | 'agent' | 'bot' | 'other'; public: boolean; at: string; html: string }[]
  expect: { intents: string[]; emotion: string; urgency: string; articles: string[]; thanksOnly: boolean; spam: boolean }
}

export async function quality(report: Report): Promise<void> {
  const encoder = await openNodeEncoder()
  const heads = await openNodeHeads()
  const articles = [...read('demo/data/articles-en.json'), ...read('demo/data/articles-zh.json')].map((raw) => {
    const article: Article = { ...raw, url: `https://${HOST}/hc/${raw.locale}/articles/${raw.id}` }
    const passages = chunkArticle(HOST, article)
    return documentOf({ ...article, key: `${HOST}|${article.id}|${article.locale}`, host: HOST, seen: 1 }, passages)
  })
  const corpus = await corpusOf(await openNodeKernel(), articles, (passages) =>
    encoder.encode(passages.map(passageText), 'passage'),
  )
  for (const language of ['en', 'zh']) {
    const hits: Record<string, number[]> = {
      intent: [],
      answered: [],
      emotion: [],
      urgency: [],
      thanks: [],
      spam: [],
      first: [],
      five: [],
      words: [],
    }
    for (const raw of read(`demo/data/tickets-${language}.json`) as Raw[]) {
      const ticket = toTicket(raw)
      const messages = cleanComments(ticket)
      const texts = messagesToEncode(messages, ticket.subject)
      const vectors = await encoder.encode(
        texts.map(({ text }) => text),
        'query',
      )
      const byId = new Map(texts.map(({ commentId }, at) => [commentId, vectors[at] as Float32Array]))
      const triage = triageTicket(messages, ticket.subject, { vectors: byId, heads })
      const best = triage.intent.ranked[0]?.label ?? ''
      hits.intent?.push(Number(raw.expect.intents.includes(best)))
      if (triage.intent.label) hits.answered?.push(Number(raw.expect.intents.includes(triage.intent.label)))
      hits.emotion?.push(Number(triage.emotion.ranked[0]?.label === raw.expect.emotion))
      hits.urgency?.push(Number(triage.urgency.ranked[0]?.label === raw.expect.urgency))
      hits.thanks?.push(Number(triage.thanksOnly === raw.expect.thanksOnly))
      hits.spam?.push(Number(triage.spam === raw.expect.spam))
      if (process.env.OVERDESK_VERBOSE)
        console.log(
          raw.id,
          raw.expect.intents.join('/'),
          '|',
          triage.intent.ranked
            .slice(0, 3)
            .map((s) => `${s.label} ${s.p.toFixed(2)}`)
            .join(', '),
          '|',
          raw.expect.emotion,
          triage.emotion.ranked[0]?.label,
          '|',
          raw.expect.urgency,
          triage.urgency.ranked[0]?.label,
          raw.expect.thanksOnly !== triage.thanksOnly ? 'THANKS' : '',
          raw.expect.spam !== triage.spam ? 'SPAM' : '',
        )
      if (raw.expect.articles.length === 0) continue
      const own = messages.filter((message) => message.author === 'requester')
      const text = [ticket.subject, ...own.slice(-3).map((message) => message.text)].join('\n').slice(0, 3_000)
      const asked = triage.messages.filter((message) => !message.thanksOnly).at(-1)
      const vector = asked ? (byId.get(asked.commentId) ?? null) : null
      const find = (query: Float32Array | null) =>
        choose(corpus.search({ text, vector: query, locale: language }), { locale: language, limit: 5 }).map(
          ({ entry }) => entry.key.split('|')[1] as string,
        )
      const found = find(vector)
      hits.first?.push(Number(raw.expect.articles.includes(found[0] ?? '')))
      hits.five?.push(Number(found.some((id) => raw.expect.articles.includes(id))))
      hits.words?.push(Number(find(null).some((id) => raw.expect.articles.includes(id))))
    }
    const share = (name: string) => (hits[name] ?? []).reduce((sum, each) => sum + each, 0) / Math.max(1, hits[name]?.length ?? 0)
    for (const name of ['intent', 'answered', 'emotion', 'urgency', 'thanks', 'spam'])
      report({ figure: `${language} ${name} right`, value: share(name), unit: 'share' })
    report({
      figure: `${language} intent answered`,
      value: (hits.answered?.length ?? 0) / (hits.intent?.length ?? 1),
      unit: 'share',
    })
    report({ figure: `${language} right article first`, value: share('first'), unit: 'share' })
    report({ figure: `${language} right article among five`, value: share('five'), unit: 'share', peer: share('words') })
  }
}

function toTicket(raw: Raw): Ticket {
  const requester = { id: '1', name: raw.requester.name, email: raw.requester.email, role: 'requester' as const }
  return {
    helpdesk: 'zendesk',
    host: HOST,
    id: String(raw.id),
    subject: raw.subject,
    status: 'new',
    priority: null,
    type: null,
    tags: [],
    group: null,
    assignee: null,
    fields: [],
    requester,
    agent: null,
    history: [],
    source: 'api',
    comments: raw.comments.map((comment, at) => ({
      id: String(at),
      author: comment.by === 'requester' ? requester : { id: '2', name: '', role: comment.by },
      public: comment.public,
      createdAt: comment.at,
      html: comment.html,
    })),
  }
}
