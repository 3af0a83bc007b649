/** From clean messages and their vectors to what the panel shows. Arithmetic only: the encoder ran before. */

import type { ErrorCode } from '../protocol/errors'
import { ends } from './ends'
import { decideEscalation, trendOf } from './escalation'
import type { ClassifierName, Heads } from './heads'
import { judgeText } from './judge-text'
import { judgeLanguage } from './language'
import { type FoundRisk, findRisks } from './risks'
import { settled, type Taught } from './teach'
import type { CleanMessage, HeadName, Judgement, MessageTriage, TicketTriage, Urgency } from './types'

/** A message counts half as much as the one after it. */
const FADE = 0.5
/** A second intent is named from this probability on. */
const ALSO = 0.25
/** Outcomes in their own right, never beside a wish. */
const NO_WISH = new Set(['out_of_scope', 'chitchat'])

/** The requester's public messages, each with the text to encode. Agents' own words are never scored. */
export function messagesToEncode(messages: CleanMessage[], subject: string): { commentId: string; text: string }[] {
  const own = messages.filter((message) => message.author === 'requester' && message.public && message.text !== '')
  return own.map((message, at) => ({
    commentId: message.commentId,
    text: ends(at === 0 ? withSubject(subject, message.text) : message.text),
  }))
}

/** A subject that the message does not say itself belongs to it. */
function withSubject(subject: string, text: string): string {
  const bare = subject.replace(/^(?:(?:re|fwd?|aw|wg|回复|转发)\s*[:：]\s*)+/i, '').trim()
  return bare && !text.toLowerCase().includes(bare.toLowerCase()) ? `${bare}\n${text}` : text
}

/** What the models and the agents know of a ticket's messages. */
export interface Reading {
  /** By comment id, for the messages that `messagesToEncode` named. */
  vectors: ReadonlyMap<string, Float32Array>
  /** Without them cues alone speak. */
  heads: Heads | null
  teaching?: Teaching
  risks?: FoundRisk[]
  withoutModel?: ErrorCode
}

/** What agents taught, as far as it concerns one ticket. */
export interface Teaching {
  /** The label that a person gave this message. */
  settled(commentId: string, head: HeadName): string | undefined
  taught(head: ClassifierName): Taught
  names: Record<string, string>
}

export function triageTicket(messages: CleanMessage[], subject: string, reading: Reading): TicketTriage {
  const risks = reading.risks ?? findRisks(messages)
  const texts = new Map(messagesToEncode(messages, subject).map((each) => [each.commentId, each.text]))
  const judged: MessageTriage[] = []
  for (const message of messages) {
    const text = texts.get(message.commentId)
    if (text === undefined) continue
    judged.push(judgeMessage(message, text, reading))
  }
  const newest = judged.at(-1)
  // Thanks end a thread; what it is about was said before.
  const about = judged.filter((message) => !message.thanksOnly)
  const weighed = about.length > 0 ? about : judged
  const intent = weigh(weighed.map((message) => message.intent))
  return {
    intent,
    alsoIntents: intent.ranked.slice(1).filter(({ label, p }) => p >= ALSO && !NO_WISH.has(label)),
    emotion: newest?.emotion ?? NOTHING,
    urgency: newest?.thanksOnly ? newest.urgency : (strongest(weighed.map((message) => message.urgency)) ?? NOTHING),
    language: newest ? weigh(judged.map((message) => message.language)) : judgeLanguage(subject),
    thanksOnly: newest?.thanksOnly ?? false,
    spam: judged.length === 1 && (newest?.spam ?? false),
    risks: risks.map(({ kind, sentence }) => ({ kind, sentence })),
    trend: trendOf(judged),
    escalation: decideEscalation(judged, risks, (id) => messages.find((message) => message.commentId === id)?.text ?? ''),
    messages: judged,
    names: reading.teaching?.names ?? {},
    withoutModel: reading.withoutModel ?? null,
  }
}

const NOTHING = { label: null, p: 0, ranked: [] }

function judgeMessage(message: CleanMessage, text: string, { vectors, heads, teaching }: Reading): MessageTriage {
  const vector = vectors.get(message.commentId)
  const said = judgeText(text, vector && heads ? { vector, heads } : null)
  const taught = <L extends string>(head: HeadName, judgement: Judgement<L>): Judgement<L> => {
    const label = teaching?.settled(message.commentId, head) as L | undefined
    const leant =
      teaching && vector && heads && head !== 'language'
        ? teaching.taught(head).apply(judgement, vector, heads.answersFrom(head, said.language.label))
        : judgement
    return label === undefined ? leant : settled(leant, label)
  }
  return {
    commentId: message.commentId,
    createdAt: message.createdAt,
    intent: taught('intent', said.intent),
    emotion: taught('emotion', said.emotion),
    urgency: taught('urgency', said.urgency),
    language: taught('language', said.language),
    thanksOnly: said.thanks.label === 'yes' && message.text.length < 400 && !/[?？]/.test(message.text),
    spam: said.spam.label === 'yes',
  }
}

/** Below this the messages of a thread say different things. */
const AGREED = 0.3

/** Mean of the messages' probabilities, the newest weighing most. A correction of the newest message decides. */
function weigh<L extends string>(judgements: Judgement<L>[]): Judgement<L> {
  const newest = judgements.at(-1)
  if (!newest || judgements.length === 1 || newest.corrected) return newest ?? NOTHING
  const sums = new Map<L, number>()
  let total = 0
  for (const [age, judgement] of judgements.slice().reverse().entries()) {
    const weight = FADE ** age
    total += weight
    for (const { label, p } of judgement.ranked) sums.set(label, (sums.get(label) ?? 0) + weight * p)
  }
  const ranked = [...sums].map(([label, sum]) => ({ label, p: sum / total })).sort((a, b) => b.p - a.p)
  const best = ranked[0]
  if (!best) return newest
  const named = judgements.some((judgement) => judgement.label === best.label)
  const corrected = judgements.some((judgement) => judgement.corrected && judgement.label === best.label)
  return {
    label: corrected || (named && best.p >= AGREED) ? best.label : null,
    p: best.p,
    ranked,
    ...(corrected ? { corrected } : {}),
  }
}

const ORDER: Urgency[] = ['low', 'normal', 'high', 'critical']

/** The newest judgement, unless an earlier message was critical and nobody took that back. */
function strongest(judgements: Judgement<Urgency>[]): Judgement<Urgency> | undefined {
  const newest = judgements.at(-1)
  const critical = judgements.findLast((judgement) => judgement.label === 'critical')
  if (critical && newest?.label && ORDER.indexOf(newest.label) >= ORDER.indexOf('normal')) return critical
  return newest
}
