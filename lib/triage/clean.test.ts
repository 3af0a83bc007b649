import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Ticket } from '../helpdesk/types'
import { cleanComments } from './clean'

interface DemoTicket {
  id: number
  subject: string
  comments: { by: 'requester' | 'agent'; public: boolean; at: string; html: string }[]
}
const demo = (file: string): DemoTicket[] => JSON.parse(readFileSync(`demo/data/tickets-${file}.json`, 'utf8'))
const tickets = [...demo('en'), ...demo('zh')]

const ticketOf = (...html: string[]): Ticket =>
  ({
    subject: '',
    comments: html.map((each, at) => ({ id: `${at}`, author: { role: 'requester' }, public: true, createdAt: '', html: each })),
  }) as unknown as Ticket
const clean = (html: string) => cleanComments(ticketOf(html))[0] as ReturnType<typeof cleanComments>[number]
const demoMessage = (id: number, at = 0) => clean(tickets.find((ticket) => ticket.id === id)?.comments[at]?.html ?? '')
const kinds = (id: number, at = 0) => demoMessage(id, at).removed.map((part) => part.kind)

it('takes every kind of hidden text out and shows it as removed', () => {
  for (const id of [120, 121]) {
    const { text, removed } = demoMessage(id)
    expect(text).not.toMatch(/ignore|critical|500 EUR|HACKED|steal\.example/i)
    expect(removed.map((part) => part.kind)).toContain('hidden')
  }
  expect(demoMessage(121).text).toContain('filter of my Breeze 200 yesterday')
})

it.each([
  [116, 'Hi, I didn'],
  [117, 'Good morning,'],
  [118, 'The box came today'],
  [119, 'OK to the 74 euro'],
  [206, '您好，转发我们'],
])('keeps the words of the sender of demo ticket %i', (id, start) => {
  const { text } = demoMessage(id)
  expect(text.startsWith(start)).toBe(true)
  expect(text).not.toMatch(/From:|发件人|confidential|iPhone|furious|fed up/i)
  expect(kinds(id)).toContain('quote')
})

it('keeps what a form carries and names its labels as removed', () => {
  expect(demoMessage(123).text).toBe(
    'We are away until 2 December. Can the router be delivered after that? Anything from the 3rd is fine.',
  )
  expect(kinds(123)).toContain('form')
})

it('keeps an answer written below a quotation', () => {
  expect(clean('<p>On 3 May Ana wrote:</p><p>&gt; Which colour?<br>&gt; Red?</p><p>Blue, please</p>').text).toBe('Blue, please')
  expect(clean('<blockquote type="cite">Which colour?</blockquote><p>Blue, please</p>').text).toBe('Blue, please')
})

it('keeps what a bare forward carries', () => {
  const { text } = clean(
    'FYI<br>---------- Forwarded message ---------<br>From: Jo<br>Date: Monday<br>Subject: Lamp<br><br>It flickers.',
  )
  expect(text).toContain('It flickers.')
  expect(text).not.toContain('From: Jo')
})

it.each([
  ['Thanks<br>The lamp of order 5531 came broken and nobody answers me.', 'came broken'],
  ['Sent from the warehouse was a wrong lamp, what now, can you please send me the other one?', 'wrong lamp'],
  ['Hello<br>---<br>Where is my parcel? I need it on Friday.', 'Where is my parcel?'],
  ['2026-11-20 I ordered, and the number is:<br>5531', '5531'],
  ['谢谢<br>但是我的订单5531到现在还没有送到，麻烦帮我看一下。', '还没有送到'],
])('does not mistake a sentence for a signature or a quotation: %s', (html, kept) => {
  expect(clean(html).text).toContain(kept)
})

it('never leaves a message empty that had words', () => {
  for (const html of [
    'Best regards',
    '谢谢',
    '> only quoted',
    '-- <br>Jo',
    'Sent from my iPhone',
    'This is an automated message.',
  ])
    expect(clean(html).text).not.toBe('')
  for (const ticket of tickets)
    for (const message of cleanComments(ticketOf(...ticket.comments.map((comment) => comment.html))))
      expect(message.text).not.toBe('')
})

it('never throws on random pieces of mail', () => {
  let seed = 7
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  const pieces =
    '<div>|</div>|<p>|<br>|> |>>|From: a|To: b|Subject: c|--|____________|On 3 May Jo wrote:|<blockquote type=cite>|<div class=gmail_quote>|\uE002|\uE003|&#xE002;|\u{E0041}|\uD800|发件人：|写道：|Best regards|Message: hi|\n|<li>|<td>|<style>|<p style="color:#fff">|<div style="\\">|谢谢|a'.split(
      '|',
    )
  for (let round = 0; round < 1_500; round++) {
    const html = Array.from({ length: random(30) }, () => pieces[random(pieces.length)]).join(random(2) ? '\n' : '')
    expect(clean(html).text).not.toMatch(/[\uE002\uE003]/)
  }
})

it.each(['<div ', '<div class="a" ', '<div>', '> ', '<blockquote type=cite>', 'From: ', '<p style="/*'])(
  'takes bounded work for 10 MB of %s',
  (piece) => {
    const started = performance.now()
    clean(piece.repeat(10_000_000 / piece.length))
    expect(performance.now() - started).toBeLessThan(8_000)
  },
)
