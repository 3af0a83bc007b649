/** A reply without a language model: greeting, what was understood, the best passages adapted, next step, closing. */

import type { Ticket } from '../helpdesk/types'
import { tokenise } from '../knowledge/tokenise'
import type { PassageHit } from '../knowledge/types'
import type { TicketTriage } from '../triage/types'
import { adaptPassage } from './adapt'
import { findFacts } from './facts'
import { NEEDS_ORDER, type PhraseLanguage, type Phrases } from './phrases'
import { en } from './phrases-en'
import { zh } from './phrases-zh'
import { pickPassages } from './pick-passages'
import type { DraftBlock, DraftOptions, DraftSentence, DraftSource } from './types'

export interface Composed {
  language: PhraseLanguage
  blocks: DraftBlock[]
  sources: DraftSource[]
  /** Hits that `sources` were made of, same order. */
  used: PassageHit[]
}

const PHRASES: Record<PhraseLanguage, Phrases> = { en, zh }
const SENTENCES = { short: 3, normal: 5, detailed: 9 } as const
const PASSAGES = { short: 1, normal: 2, detailed: 3 } as const

const form = (text: string): DraftSentence => ({ text, support: { kind: 'form' } })
const fromTicket = (text: string): DraftSentence => ({ text, support: { kind: 'ticket' } })
const paragraph = (...sentences: DraftSentence[]): DraftBlock => ({ kind: 'paragraph', sentences })

/** Chinese tickets get Chinese, all others English until there are more phrase tables. */
export const replyLanguage = (options: DraftOptions, triage: TicketTriage): PhraseLanguage =>
  (options.language ?? triage.language.label ?? 'en').toLowerCase().startsWith('zh') ? 'zh' : 'en'

/** Pure: the same ticket, triage, hits and options give the same reply. */
export function compose(ticket: Ticket, triage: TicketTriage, hits: PassageHit[], options: DraftOptions): Composed {
  const language = replyLanguage(options, triage)
  const phrases = PHRASES[language]
  const { quoted, linked } = pickPassages(hits, options.audience, language, PASSAGES[options.length])
  const used = [...quoted, ...linked]
  const blocks =
    options.audience === 'note' ? note(triage, used, phrases, options) : letter(ticket, triage, quoted, linked, phrases, options)
  return {
    language,
    blocks,
    used,
    sources: used.map(({ passage }) => ({
      passageId: passage.id,
      title: passage.title,
      url: passage.url,
      internal: passage.visibility === 'agents',
    })),
  }
}

function letter(
  ticket: Ticket,
  triage: TicketTriage,
  quoted: PassageHit[],
  linked: PassageHit[],
  phrases: Phrases,
  options: DraftOptions,
): DraftBlock[] {
  const greeting = paragraph(form(phrases.greeting(addressee(ticket, phrases), options.tone)))
  const closing = paragraph(form(`${phrases.closing(options.tone)}\n${ticket.agent?.name || phrases.team}`))
  if (triage.thanksOnly) return [greeting, paragraph(form(phrases.welcome)), closing]

  const order = orderOf(ticket)
  const intent = triage.intent.label ?? ''
  const wish = phrases.wish[intent]
  const opening = [form(phrases.received)]
  const feeling = triage.emotion.label ? phrases.feeling[triage.emotion.label] : undefined
  if (feeling) opening.push(form(feeling))
  if (wish && options.length !== 'short') opening.push(fromTicket(phrases.understood(wish, order)))

  const answer = answerBlocks(ticket, quoted, linked, phrases, options)
  const next: DraftSentence[] = []
  if (answer.length === 0) next.push(form(phrases.noAnswer))
  if (NEEDS_ORDER.has(intent) && !order) next.push(form(phrases.missingOrder))
  else if (answer.length === 0) next.push(form(phrases.question))
  return [greeting, paragraph(...opening), ...answer, ...(next.length > 0 ? [paragraph(...next)] : []), closing]
}

function answerBlocks(
  ticket: Ticket,
  quoted: PassageHit[],
  linked: PassageHit[],
  phrases: Phrases,
  options: DraftOptions,
): DraftBlock[] {
  const asked = new Set(
    tokenise(
      [
        ticket.subject,
        ...ticket.comments.filter((c) => c.author.role === 'requester').map((c) => c.text ?? c.html.replace(/<[^>]*>/g, ' ')),
      ]
        .join('\n')
        .slice(0, 6_000),
    ),
  )
  const blocks: DraftBlock[] = []
  let left: number = SENTENCES[options.length]
  for (const [source, hit] of quoted.entries()) {
    if (left <= 0) break
    const adapted = adaptPassage(hit.passage.text, asked, source === 0 ? left : Math.min(left, 3), source)
    left -= adapted.reduce((sum, block) => sum + block.sentences.length, 0)
    blocks.push(...adapted)
  }
  if (blocks.length > 0) blocks.unshift(paragraph(form(phrases.lead)))
  const first = quoted[0]?.passage
  if (first?.url && options.length !== 'short')
    blocks.push(paragraph({ text: phrases.more(first.url), support: { kind: 'passage', source: 0 } }))
  for (const [source, { passage }] of linked.entries()) {
    blocks.push(paragraph({ text: phrases.article(passage.title, passage.url), support: { kind: 'passage', source } }))
  }
  return blocks
}

function note(triage: TicketTriage, used: PassageHit[], phrases: Phrases, options: DraftOptions): DraftBlock[] {
  const intent = phrases.wish[triage.intent.label ?? ''] ?? triage.names[triage.intent.label ?? ''] ?? triage.intent.label ?? '–'
  const blocks = [
    paragraph(
      fromTicket(phrases.note.wants(intent)),
      fromTicket(phrases.note.mood(triage.emotion.label ?? '–', triage.urgency.label ?? '–')),
    ),
  ]
  if (used.length === 0) blocks.push(paragraph(form(phrases.note.none)))
  for (const [source, hit] of used.entries()) {
    if (source === 0) blocks.push(paragraph(form(phrases.note.sources)))
    blocks.push(paragraph({ text: `${hit.passage.title}: ${hit.passage.url}`, support: { kind: 'passage', source } }))
    blocks.push(...adaptPassage(hit.passage.text, new Set(hit.terms), source === 0 ? SENTENCES[options.length] : 2, source))
  }
  blocks.push(paragraph(form(phrases.note.next)))
  return blocks
}

/** First name in English, full name in Chinese; nothing that is not a name. */
function addressee(ticket: Ticket, phrases: Phrases): string {
  const name = ticket.requester.name.trim()
  if (!/^[\p{L}\p{M} .'’·-]{2,60}$/u.test(name)) return ''
  if (phrases.gap === '') return /\p{Script=Han}/u.test(name) ? name : ''
  return /\p{Script=Han}/u.test(name) ? '' : (name.split(/\s+/)[0] ?? '')
}

/** The one order number of the ticket; none when there are several. */
export function orderOf(ticket: Ticket): string | null {
  const field = ticket.fields.find(({ key, label }) => /order.?(?:number|no|id)|订单号/i.test(`${key} ${label}`))
  if (field && /^[A-Z]{0,4}-?\d{4,20}$/i.test(field.value.trim())) return field.value.trim()
  const said = ticket.comments
    .filter((comment) => comment.author.role === 'requester')
    .map((comment) => comment.text ?? comment.html.replace(/<[^>]*>/g, ' '))
  const orders = new Set(
    [ticket.subject, ...said]
      .flatMap(findFacts)
      .filter((fact) => fact.kind === 'order')
      .map((fact) => fact.text.replace(/^#/, '')),
  )
  return orders.size === 1 ? ([...orders][0] ?? null) : null
}

/** Every sentence of the letter's form in both languages, for the guard. */
export function formSentences(ticket: Ticket): Set<string> {
  const all = new Set<string>()
  for (const phrases of Object.values(PHRASES)) {
    const { received, lead, missingOrder, noAnswer, question, welcome } = phrases
    for (const each of [received, lead, missingOrder, noAnswer, question, welcome, ...Object.values(phrases.feeling)])
      all.add(each)
    for (const each of [phrases.more('').trim(), phrases.note.sources, phrases.note.none, phrases.note.next]) all.add(each)
    for (const tone of ['neutral', 'friendly', 'formal'] as const) all.add(phrases.closing(tone)).add(phrases.greeting('', tone))
    for (const wish of Object.values(phrases.wish))
      for (const order of [null, orderOf(ticket)]) all.add(phrases.understood(wish, order))
  }
  return all
}
