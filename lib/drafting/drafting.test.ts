import { describe, expect, it } from 'vitest'
import type { Ticket } from '../helpdesk/types'
import type { Passage, PassageHit } from '../knowledge/types'
import { cleanComments } from '../triage/clean'
import type { TicketTriage } from '../triage/types'
import { compose, formSentences, orderOf } from './composer'
import { findFacts } from './facts'
import { checkText, type GuardContext } from './guard'
import { draftToText, textToBlocks } from './text'
import type { DraftOptions } from './types'

const requester = { id: '7', name: 'Marta Lindqvist', role: 'requester' as const }
const ticket: Ticket = {
  helpdesk: 'zendesk',
  host: 'acme.zendesk.com',
  id: '103',
  subject: 'Charged twice',
  status: 'new',
  priority: null,
  type: null,
  tags: [],
  fields: [],
  group: null,
  assignee: null,
  requester,
  agent: { id: '12', name: 'Ana Agent', role: 'agent' },
  history: [],
  source: 'api',
  comments: [
    {
      id: '1',
      author: requester,
      public: true,
      createdAt: '2026-11-23T10:00:00Z',
      html: '<p>You charged 549.00 EUR twice for order 5612. Please help.</p>',
    },
    {
      id: '2',
      author: { id: '12', name: 'Ana Agent', role: 'agent' },
      public: false,
      createdAt: '2026-11-23T11:00:00Z',
      html: '<p>The billing system doubled every payment that night.</p>',
    },
  ],
}
const judged = <L extends string>(label: L) => ({ label, p: 0.9, ranked: [{ label, p: 0.9 }] })
const triage: TicketTriage = {
  intent: judged('charge_dispute'),
  alsoIntents: [],
  emotion: judged('dissatisfied' as const),
  urgency: judged('high' as const),
  language: judged('en'),
  thanksOnly: false,
  spam: false,
  risks: [],
  trend: 'steady',
  escalation: null,
  messages: [],
  names: {},
  withoutModel: null,
}
const passage = (change: Partial<Passage>): Passage => ({
  id: 'p1',
  articleId: 'a1',
  locale: 'en-us',
  title: 'I was charged twice',
  heading: 'Check it',
  url: 'https://acme.zendesk.com/hc/en-us/articles/1',
  text: 'Look at your statement first:\n\n1. Open Account > Payments.\n2. Compare both lines.\n3. Send us the last four digits.',
  visibility: 'everyone',
  draft: false,
  editedAt: '',
  ...change,
})
const hit = (change: Partial<Passage> = {}): PassageHit => ({
  passage: passage(change),
  score: 0.03,
  cosine: 0.87,
  terms: ['charg'],
})
const options: DraftOptions = { tone: 'neutral', length: 'normal', language: null, audience: 'public' }
const guard = (change: Partial<GuardContext> = {}): GuardContext => ({
  messages: cleanComments(ticket),
  subject: ticket.subject,
  fields: [],
  names: [requester.name],
  passages: [passage({})],
  host: ticket.host,
  audience: 'public',
  form: formSentences(ticket),
  ...change,
})

describe('composing', () => {
  it('greets, says what was understood, quotes the steps whole and names its sources', () => {
    const draft = compose(ticket, triage, [hit()], options)
    const text = draftToText(draft)
    expect(text).toMatch(/^Hi Marta,/)
    expect(text).toContain('order 5612')
    expect(text).toContain('1. Open Account > Payments.\n2. Compare both lines.\n3. Send us the last four digits.')
    expect(draft.sources).toEqual([{ passageId: 'p1', title: 'I was charged twice', url: passage({}).url, internal: false }])
    expect(checkText(text, guard())).toEqual([])
  })
  it('never puts internal or draft articles into a public reply, but into a note', () => {
    const hits = [
      hit({ id: 'i', visibility: 'agents', text: 'Refund at once above 500.' }),
      hit({ id: 'd', draft: true, text: 'Not yet published text.' }),
    ]
    expect(compose(ticket, triage, hits, options).sources).toEqual([])
    expect(compose(ticket, triage, hits, { ...options, audience: 'note' }).sources.map((each) => each.passageId)).toEqual(['i'])
  })
  it('writes Chinese to a Chinese ticket, and links an article of another language instead of quoting it', () => {
    const text = draftToText(
      compose(
        { ...ticket, requester: { ...requester, name: '周国强' } },
        { ...triage, language: judged('zh') },
        [hit()],
        options,
      ),
    )
    expect(text).toMatch(/^周国强，您好！/)
    expect(text).toContain('《I was charged twice》')
    expect(text).not.toContain('Compare both lines')
  })
  it('asks for the order number when there is none, and not when there is', () => {
    const without = {
      ...ticket,
      comments: [{ ...(ticket.comments[0] as Ticket['comments'][0]), html: '<p>You charged me twice.</p>' }],
    }
    expect(draftToText(compose(without, triage, [hit()], options))).toContain('order number')
    expect(orderOf(ticket)).toBe('5612')
    expect(orderOf({ ...without, subject: 'order 1111 and order 2222' })).toBeNull()
  })
})

describe('the guard', () => {
  const kinds = (text: string, change: Partial<GuardContext> = {}) => checkText(text, guard(change)).map((each) => each.kind)
  it.each([
    ['We will refund the second charge today.', 'promise'],
    ['我们会为您退款。', 'promise'],
    ['See https://evil.example/pay for the charge.', 'link'],
    ['Write to boss@other.example about the charge.', 'contact'],
    ['You charged 612.00 EUR twice for order 5612.', 'amount'],
    ['You charged order 9999 twice.', 'order'],
    ['The zeppelin leaves Copenhagen every second morning.', 'unsupported'],
    ['The billing system doubled every payment that night.', 'internal'],
  ])('%s: %s', (text, kind) => {
    expect(kinds(text)).toContain(kind)
  })
  it('lets pass what ticket and article contain', () => {
    expect(kinds('You charged 549 € twice for order 5612.')).toEqual([])
    expect(kinds(`Compare both lines: ${passage({}).url}`)).toEqual([])
  })
  it('gives places that hold the text named', () => {
    const text = 'Hello.\n\nYou charged order 9999 twice.'
    for (const check of checkText(text, guard())) expect(text.slice(check.start, check.end)).toBe(check.text)
  })
})

describe('facts and text', () => {
  it('folds amounts and dates', () => {
    expect(findFacts('€1,200.00 and 1200 EUR').map((fact) => fact.key)).toEqual(['1200', '1200'])
    expect(findFacts('on 3 May').map((fact) => fact.kind)).toEqual(['date'])
  })
  it('turns text into blocks and keeps its words', () => {
    expect(textToBlocks('Hi,\nthere\n\n1. One\n2. Two https://a.example/x.\n- Dot')).toEqual([
      { kind: 'paragraph', spans: [{ text: 'Hi,\nthere' }] },
      {
        kind: 'list',
        ordered: true,
        items: [
          [{ text: 'One' }],
          [{ text: 'Two ' }, { text: 'https://a.example/x', href: 'https://a.example/x' }, { text: '.' }],
        ],
      },
      { kind: 'list', ordered: false, items: [[{ text: 'Dot' }]] },
    ])
  })
})
