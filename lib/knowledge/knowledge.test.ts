import { describe, expect, it } from 'vitest'
import type { Article } from '../helpdesk/types'
import { chunkArticle } from './chunk'
import { splitSentences } from './sentences'
import { tokenise } from './tokenise'

const article = (html: string): Article => ({
  id: '1',
  locale: 'en-us',
  title: 'Refunds',
  html,
  url: '',
  section: '',
  category: '',
  labels: [],
  visibility: 'everyone',
  draft: false,
  editedAt: '',
})

describe('chunking', () => {
  it('splits at headings and leaves hidden text out', () => {
    const html =
      '<p>Lead.</p><h2>When</h2><p>In 14 days.</p><div style="display:none"><h3>Secret</h3>pay me</div><h2>How</h2><ol><li>Press</li></ol>'
    expect(chunkArticle('h', article(html)).map(({ heading, text }) => [heading, text])).toEqual([
      ['', 'Lead.'],
      ['When', 'In 14 days.'],
      ['How', '1. Press'],
    ])
  })
  it('splits what is long at sentences', () => {
    const passages = chunkArticle('h', article(`<p>${'A sentence of some words here. '.repeat(120)}</p>`))
    expect(passages.length).toBeGreaterThan(2)
    for (const { text } of passages) expect(text.length).toBeLessThanOrEqual(1_100)
  })
})

describe('words', () => {
  it('joins forms of a word and pairs of ideographs', () => {
    expect(new Set(['refund', 'refunds', 'refunded', 'refunding'].flatMap(tokenise)).size).toBe(1)
    expect(tokenise('申请退款')).toContain('退款')
  })
  it('keeps abbreviations and numbers inside sentences', () => {
    expect(splitSentences('It costs approx. 3.50 EUR. Pay now! 好的。谢谢')).toEqual([
      'It costs approx. 3.50 EUR.',
      'Pay now!',
      '好的。',
      '谢谢',
    ])
  })
})
