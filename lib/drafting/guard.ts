/**
 * What a person must look at before a reply goes out: facts that neither ticket nor cited articles contain, promises,
 * sentences that nothing supports, and text that only colleagues may read.
 */
import { splitSentences } from '../knowledge/sentences'
import { tokenise } from '../knowledge/tokenise'
import type { Passage } from '../knowledge/types'
import type { CleanMessage } from '../triage/types'
import { findFacts } from './facts'
import type { Check } from './types'

export interface GuardContext {
  /** Subject, fields and messages that the customer knows. */
  messages: CleanMessage[]
  subject: string
  fields: string[]
  /** Names that belong in a letter: requester, agent. */
  names: string[]
  passages: Passage[]
  /** The helpdesk's own host: links to it are the customer's help centre. */
  host: string
  audience: 'public' | 'note'
  /** Sentences of the letter's form that need no source. */
  form: ReadonlySet<string>
}

const PROMISES = [
  /\b(?:we|i)(?:'ll| will| can| shall| are going to| am going to) (?:(?:definitely|certainly|personally|immediately|fully) )?(?:refund|replace|reimburse|compensate|credit|waive|guarantee|ship|send (?:you )?a (?:new|replacement)|cancel|upgrade|give you)\b[^.!?]*/gi,
  /\b(?:guaranteed?|we promise|i promise|free of charge|at no cost|full refund|will be (?:refunded|replaced|credited|delivered|with you)|within \d+ (?:hours?|days?|minutes?|business days|working days))\b/gi,
  /(?:我们|我)?(?:会|将|可以)(?:立即|马上|尽快|全额|免费)?(?:为您|给您|帮您)?(?:退款|退还|赔偿|补偿|赔付|补发|更换|换新|免除|减免|发放|赠送)[^。！？，；]*/g,
  /保证|承诺|一定会|全额退款|免费更换|\d+\s?(?:个)?(?:小时|天|个工作日|分钟)(?:之?内)/g,
]
/** Links are checked as facts, not as words. */
const LINKS = /https?:\/\/\S+/g
/** Share of a sentence's words that the sources must contain. */
const SUPPORTED = 0.6

/** Checks in order of place. Offsets are in `text`. */
export function checkText(text: string, context: GuardContext): Check[] {
  const known = [context.subject, ...context.fields, ...context.messages.filter((m) => m.public).map((m) => m.text)]
  const cited = context.passages.filter((passage) => context.audience === 'note' || passage.visibility !== 'agents')
  const sources = cited.flatMap((passage) => [passage.title, passage.heading, passage.text, passage.url])
  const allowed = new Set([...known, ...sources].flatMap((each) => findFacts(each).map((fact) => `${fact.kind}|${fact.key}`)))
  const checks: Check[] = []
  for (const fact of findFacts(text)) {
    const own = fact.kind === 'link' && fact.key.startsWith(`${context.host}/hc/`)
    // A number that is an order in one text may be written as something else in the other.
    const mentioned = fact.kind === 'order' && known.some((each) => each.includes(fact.text))
    if (!own && !mentioned && !allowed.has(`${fact.kind}|${fact.key}`))
      checks.push({ kind: fact.kind, text: fact.text, start: fact.start, end: fact.end })
  }
  if (context.audience === 'public') {
    const quoted = quotedPlaces(text, sources)
    for (const pattern of PROMISES) {
      for (const match of text.matchAll(pattern)) {
        const end = match.index + match[0].length
        if (!quoted.some((place) => place.start <= match.index && place.end >= end))
          checks.push({ kind: 'promise', text: match[0], start: match.index, end })
      }
    }
    checks.push(...internalText(text, context))
  }
  checks.push(...unsupported(text, [...known, ...sources, ...context.names], context.form))
  return withoutOverlap(checks)
}

/** Where the text repeats a cited article word for word: what the company promises there, it has promised already. */
function quotedPlaces(text: string, sources: string[]): { start: number; end: number }[] {
  const said = sources.map(fold)
  return sentencesWithPlaces(text)
    .filter(({ sentence }) => said.some((each) => each.includes(fold(sentence))))
    .map(({ sentence, start }) => ({ start, end: start + sentence.length }))
}

/** Sentences most of whose words occur in no source. */
function unsupported(text: string, sources: string[], form: ReadonlySet<string>): Check[] {
  const terms = new Set(sources.flatMap(tokenise))
  const checks: Check[] = []
  for (const { sentence, start } of sentencesWithPlaces(text)) {
    const bare = bareSentence(sentence).replace(LINKS, '').trim()
    if (form.has(bare)) continue
    const own = tokenise(bare)
    if (own.length < 3) continue
    const found = own.filter((term) => terms.has(term)).length
    if (found / own.length < SUPPORTED) checks.push({ kind: 'unsupported', text: sentence, start, end: start + sentence.length })
  }
  return checks
}

/** Sentences taken from notes or articles that the customer must not see. */
function internalText(text: string, context: GuardContext): Check[] {
  const secret = [
    ...context.messages.filter((message) => !message.public).map((message) => message.text),
    ...context.passages.filter((passage) => passage.visibility === 'agents').map((passage) => passage.text),
  ]
  const open = new Set(
    [
      ...context.messages.filter((message) => message.public).map((message) => message.text),
      ...context.passages.filter((passage) => passage.visibility !== 'agents').map((passage) => passage.text),
    ]
      .flatMap(splitSentences)
      .map(fold),
  )
  const sentences = new Set(
    secret
      .flatMap(splitSentences)
      .map(fold)
      .filter((each) => each.length >= 12 && !open.has(each)),
  )
  const checks: Check[] = []
  for (const { sentence, start } of sentencesWithPlaces(text)) {
    const bare = fold(sentence)
    const hit = sentences.has(bare) || [...sentences].some((each) => each.length >= 24 && bare.includes(each))
    if (hit) checks.push({ kind: 'internal', text: sentence, start, end: start + sentence.length })
  }
  return checks
}

export const bareSentence = (sentence: string): string => sentence.replace(/^\s*(?:\d+\.|[-•])\s+/, '').trim()

const fold = (text: string): string =>
  bareSentence(text)
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, ' ')
    .trim()

function sentencesWithPlaces(text: string): { sentence: string; start: number }[] {
  const places: { sentence: string; start: number }[] = []
  let from = 0
  for (const sentence of splitSentences(text)) {
    const start = text.indexOf(sentence, from)
    if (start < 0) continue
    places.push({ sentence, start })
    from = start + sentence.length
  }
  return places
}

/** A promise or fact inside an unsupported sentence says enough; equal places are named once. */
function withoutOverlap(checks: Check[]): Check[] {
  const kept: Check[] = []
  for (const check of checks) {
    const same = kept.some(
      (each) => (check.kind === 'unsupported' || check.kind === each.kind) && each.start < check.end && each.end > check.start,
    )
    if (!same) kept.push(check)
  }
  return kept.sort((a, b) => a.start - b.start)
}
