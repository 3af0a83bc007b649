/** What the engine accepts: one schema per kind. The host parses every payload with these; caps keep memory bounded. */
import * as v from 'valibot'
import { labelPackSchema } from '../triage/label-pack'
import type { EngineCalls } from './engine'

const short = v.pipe(v.string(), v.maxLength(2_000))
const id = v.pipe(v.string(), v.maxLength(200))
const body = v.pipe(v.string(), v.maxLength(600_000))
const host = v.pipe(v.string(), v.regex(/^[a-z0-9.-]{1,253}$/))

const person = v.object({ id, name: short, email: v.optional(short), role: v.picklist(['requester', 'agent', 'bot', 'other']) })

const comment = v.object({ id, author: person, public: v.boolean(), createdAt: id, html: body, text: v.optional(body) })

const ticket = v.object({
  helpdesk: v.picklist(['zendesk', 'freshdesk']),
  host,
  id,
  subject: short,
  status: id,
  priority: v.nullable(id),
  type: v.nullable(id),
  tags: v.pipe(v.array(id), v.maxLength(500)),
  fields: v.pipe(v.array(v.object({ key: id, label: short, value: short })), v.maxLength(500)),
  group: v.nullable(short),
  assignee: v.nullable(short),
  requester: person,
  agent: v.nullable(person),
  comments: v.pipe(v.array(comment), v.maxLength(5_000)),
  history: v.pipe(v.array(v.object({ id, subject: short, status: id, createdAt: id })), v.maxLength(200)),
  source: v.picklist(['api', 'page']),
})

const article = v.object({
  id,
  locale: id,
  title: short,
  html: v.pipe(v.string(), v.maxLength(2_000_000)),
  url: short,
  section: short,
  category: short,
  labels: v.pipe(v.array(short), v.maxLength(200)),
  visibility: v.picklist(['everyone', 'signed-in', 'agents']),
  draft: v.boolean(),
  editedAt: id,
})

const head = v.picklist(['intent', 'emotion', 'urgency', 'language'])
const audience = v.picklist(['public', 'note'])
const cursor = v.nullable(v.pipe(v.string(), v.maxLength(100_000)))
const lease = id
const ownLabel = v.pipe(v.string(), v.regex(/^own:[\w-]{1,60}$/))

const options = v.object({
  tone: v.picklist(['neutral', 'friendly', 'formal']),
  length: v.picklist(['short', 'normal', 'detailed']),
  language: v.nullable(id),
  audience,
})

type Schemas = { [K in keyof EngineCalls]: v.GenericSchema<unknown, EngineCalls[K]['request']> }

export const engineSchemas: Schemas = {
  'ticket.understand': v.object({ ticket }),
  'ticket.why': v.object({ ticket, commentId: id, head, label: id }),
  'ticket.correct': v.object({ host, ticket, commentId: id, head, label: v.nullable(id) }),
  'reply.draft': v.object({ ticket, options }),
  'reply.check': v.object({ ticket, text: body, audience }),
  'knowledge.search': v.object({
    host,
    query: body,
    locale: v.nullable(id),
    limit: v.pipe(v.number(), v.minValue(1), v.maxValue(50)),
  }),
  'knowledge.ask': v.object({ host, question: short, locale: v.nullable(id) }),
  'knowledge.dislike': v.object({ host, passageId: short, intent: v.nullable(id) }),
  'knowledge.state': v.object({ host }),
  'knowledge.sync.begin': v.object({ host, full: v.boolean() }),
  'knowledge.sync.put': v.object({
    host,
    lease,
    articles: v.pipe(v.array(article), v.maxLength(200)),
    cursor,
    total: v.nullable(v.number()),
  }),
  'knowledge.sync.finish': v.object({ host, lease }),
  'knowledge.hosts': v.null(),
  'knowledge.erase': v.object({ host: v.nullable(host) }),
  'labels.hosts': v.null(),
  'labels.list': v.object({ host }),
  'labels.save': v.object({
    host,
    id: v.nullable(ownLabel),
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
    description: short,
    titles: v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(50)),
  }),
  'labels.remove': v.object({ host, id: ownLabel }),
  'labels.set': v.object({
    host,
    label: id,
    name: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(80))),
    hidden: v.boolean(),
    field: v.nullable(v.object({ key: id, value: id })),
  }),
  'labels.export': v.object({ host }),
  'labels.import': v.object({ host, pack: labelPackSchema }),
  'corrections.undo': v.object({ host, key: short, undone: v.boolean() }),
  'corrections.forget': v.object({ host, key: short }),
  'engine.status': v.null(),
}
