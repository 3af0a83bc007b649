/** Everything that is known of a ticket at one moment. Encodes each message once; the rest is arithmetic. */
import type { Ticket } from '../helpdesk/types'
import type { Knowledge } from '../knowledge/knowledge'
import type { PassageHit } from '../knowledge/types'
import type { KnowledgeDb } from '../store/knowledge-db'
import { cleanComments } from '../triage/clean'
import type { Heads } from '../triage/heads'
import type { Example } from '../triage/teach'
import { messagesToEncode, triageTicket } from '../triage/triage-ticket'
import type { CleanMessage, Encoder, HeadName, TicketTriage } from '../triage/types'

export interface UnderstandingDeps {
  db: KnowledgeDb
  encoder: Encoder
  /** Rejects with Failure `model-damaged`. */
  heads: Promise<Heads>
  knowledge: Pick<Knowledge, 'find'>
}

export interface Understanding {
  messages: CleanMessage[]
  triage: TicketTriage
  vectors: ReadonlyMap<string, Float32Array>
}

const HITS = 5

export const correctionKey = (ticket: Ticket, commentId: string): string => `${ticket.host}|${ticket.id}|${commentId}`

export async function triageOf(
  ticket: Ticket,
  messages: CleanMessage[],
  deps: UnderstandingDeps,
  signal: AbortSignal,
): Promise<Understanding> {
  const texts = messagesToEncode(messages, ticket.subject)
  const encoded = await deps.encoder.encode(
    texts.map(({ text }) => text),
    'query',
    signal,
  )
  const vectors = new Map(texts.map(({ commentId }, at) => [commentId, encoded[at] as Float32Array]))
  const examples = await examplesOf(ticket.host, deps.db)
  const triage = triageTicket(messages, ticket.subject, vectors, await deps.heads, examples, (id) => correctionKey(ticket, id))
  return { messages, triage, vectors }
}

async function examplesOf(host: string, db: KnowledgeDb): Promise<Example[]> {
  const rows = await db.corrections.filter((row) => row.host === host).toArray()
  return rows.map((row) => ({
    commentKey: row.key.slice(0, row.key.lastIndexOf('|')),
    head: row.head as HeadName,
    label: row.label,
    vector: row.vector,
  }))
}

/** Passages for what the requester asks now: newest words first, thanks skipped. */
export async function passagesFor(
  ticket: Ticket,
  { messages, triage, vectors }: Understanding,
  deps: UnderstandingDeps,
): Promise<PassageHit[]> {
  const asked = triage.messages.filter((message) => !message.thanksOnly).at(-1) ?? triage.messages.at(-1)
  if (!asked || triage.spam) return []
  const own = messages.filter((message) => message.author === 'requester')
  const text = [ticket.subject, ...own.slice(-3).map((message) => message.text)].join('\n').slice(0, 3_000)
  return deps.knowledge.find(ticket.host, {
    text,
    vector: vectors.get(asked.commentId) ?? null,
    locale: triage.language.label,
    intent: triage.intent.label,
    limit: HITS,
  })
}

export const understand = async (ticket: Ticket, deps: UnderstandingDeps, signal: AbortSignal) => {
  const known = await triageOf(ticket, cleanComments(ticket), deps, signal)
  return { ...known, passages: await passagesFor(ticket, known, deps) }
}
