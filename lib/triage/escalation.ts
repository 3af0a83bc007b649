/** When a senior agent or a supervisor should take over: raised at once, lowered only when the customer has calmed down. */
import { splitSentences } from '../knowledge/sentences'
import { shiftEmotion } from './cues'
import type { Emotion, Escalation, MessageTriage, Risk, Score, TicketTriage } from './types'

const RAISE = 0.6
const CALM = 0.6
const SCALE: Record<Emotion, number> = { satisfied: 1, neutral: 0, dissatisfied: -1, angry: -2 }
const FLAT: Score<Emotion>[] = [
  { label: 'neutral', p: 0.4 },
  { label: 'dissatisfied', p: 0.3 },
  { label: 'angry', p: 0.2 },
  { label: 'satisfied', p: 0.1 },
]

/** Expected place of a message between satisfied (1) and angry (-2). */
export const mood = (message: MessageTriage): number =>
  message.emotion.ranked.reduce((sum, { label, p }) => sum + SCALE[label] * p, 0)

const MOVED = 0.45

/** Whether the newest message is better or worse than those before it. */
export function trendOf(messages: MessageTriage[]): TicketTriage['trend'] {
  const last = messages.at(-1)
  if (!last || messages.length < 2) return 'steady'
  const before = messages.slice(-4, -1)
  const change = mood(last) - before.reduce((sum, message) => sum + mood(message), 0) / before.length
  return change > MOVED ? 'improving' : change < -MOVED ? 'worsening' : 'steady'
}

/** Folds the requester's messages oldest to newest, so the same thread always gives the same answer. */
export function decideEscalation(
  messages: MessageTriage[],
  risks: (Risk & { commentId: string })[],
  textOf: (commentId: string) => string,
): Escalation | null {
  return messages.reduce<Escalation | null>((raised, message, at) => {
    const here = reasonFor(message, messages.slice(0, at), risks)
    if (!here) return raised && isCalm(message) ? null : raised
    const risk = risks.find((each) => each.commentId === message.commentId)
    const sentence = here.reason === 'risk' && risk ? risk.sentence : tippingSentence(textOf(message.commentId))
    const level = raised?.level === 'supervisor' ? 'supervisor' : here.level
    return { level, reason: here.reason, commentId: message.commentId, sentence }
  }, null)
}

function reasonFor(
  message: MessageTriage,
  before: MessageTriage[],
  risks: (Risk & { commentId: string })[],
): Pick<Escalation, 'level' | 'reason'> | null {
  const own = risks.filter((risk) => risk.commentId === message.commentId)
  if (own.some((risk) => ['legal', 'vulnerable', 'abuse'].includes(risk.kind))) return { level: 'supervisor', reason: 'risk' }
  if (message.spam) return null
  const angry = probability(message, 'angry')
  const angryBefore = before.some((each) => probability(each, 'angry') >= RAISE)
  if (angry >= RAISE) return { level: angryBefore ? 'supervisor' : 'senior', reason: 'angry' }
  if (message.urgency.label === 'critical') return { level: 'senior', reason: 'critical' }
  const last = before.at(-1)
  const unhappy = angry + probability(message, 'dissatisfied')
  if (
    last &&
    unhappy >= 0.7 &&
    probability(last, 'angry') + probability(last, 'dissatisfied') >= 0.6 &&
    mood(message) < mood(last)
  ) {
    return { level: 'senior', reason: 'worsening' }
  }
  return null
}

const probability = (message: MessageTriage, label: Emotion): number =>
  message.emotion.ranked.find((score) => score.label === label)?.p ?? 0
const isCalm = (message: MessageTriage): boolean => probability(message, 'satisfied') + probability(message, 'neutral') >= CALM

/** The sentence with most anger in its wording; the longest exclamation or the first when none stands out. */
function tippingSentence(text: string): string {
  const scored = splitSentences(text).map((sentence) => {
    const angry = shiftEmotion(FLAT, sentence).find((score) => score.label === 'angry')?.p ?? 0
    return { sentence, weight: angry + (/[!！]/.test(sentence) ? 0.05 : 0) }
  })
  return scored.sort((a, b) => b.weight - a.weight)[0]?.sentence.slice(0, 300) ?? ''
}
