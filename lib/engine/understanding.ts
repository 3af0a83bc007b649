/** Everything that is known of a ticket at one moment. Encodes each message once; the rest is arithmetic. */
import type { Ticket } from '../helpdesk/types'
import type { Knowledge } from '../knowledge/knowledge'
import type { PassageHit } from '../knowledge/types'
import { type ErrorCode, Failure } from '../protocol/errors'
import { cleanComments } from '../triage/clean'
import type { Heads } from '../triage/heads'
import { addRisks, findRisks } from '../triage/risks'
import type { TeachingStore } from '../triage/teaching'
import { messagesToEncode, type Reading, triageTicket } from '../triage/triage-ticket'
import type { CleanMessage, Encoder, TicketTriage } from '../triage/types'

export interface UnderstandingDeps {
  encoder: Encoder
  /** Rejects with Failure `model-damaged`. */
  heads: Promise<Heads>
  knowledge: Pick<Knowledge, 'find'>
  teaching: TeachingStore
}

export interface Understanding {
  messages: CleanMessage[]
  triage: TicketTriage
  vectors: ReadonlyMap<string, Float32Array>
}

const HITS = 5

export const correctionKey = (ticket: Ticket, commentId: string): string => `${ticket.host}|${ticket.id}|${commentId}`

/** Failures after which a ticket is read by patterns and words alone. */
const NO_MODEL: ReadonlySet<ErrorCode> = new Set(['model-missing', 'model-damaged', 'engine-crashed'])

export const isWithoutModel = (thrown: unknown): thrown is Failure => thrown instanceof Failure && NO_MODEL.has(thrown.code)

export async function triageOf(
  ticket: Ticket,
  messages: CleanMessage[],
  deps: UnderstandingDeps,
  signal: AbortSignal,
): Promise<Understanding> {
  const reading = await read(ticket, messages, deps, signal).catch((thrown): Reading => {
    if (!isWithoutModel(thrown)) throw thrown
    return { vectors: new Map(), heads: null, withoutModel: thrown.code }
  })
  return { messages, triage: triageTicket(messages, ticket.subject, reading), vectors: reading.vectors }
}

async function read(ticket: Ticket, messages: CleanMessage[], deps: UnderstandingDeps, signal: AbortSignal): Promise<Reading> {
  const heads = await deps.heads
  const texts = messagesToEncode(messages, ticket.subject)
  const encode = (each: string[]) => deps.encoder.encode(each, 'query', signal)
  const encoded = await encode(texts.map(({ text }) => text))
  const vectors = new Map(texts.map(({ commentId }, at) => [commentId, encoded[at] as Float32Array]))
  const risks = await addRisks(findRisks(messages), texts, vectors, heads, encode)
  const teaching = await deps.teaching.of(ticket.host, `${ticket.host}|${ticket.id}`)
  return { vectors, heads, teaching, risks }
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
