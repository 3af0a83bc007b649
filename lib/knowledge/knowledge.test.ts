import { describe, expect, it } from 'vitest'
import type { Article } from '../helpdesk/types'
import { answer } from './answer'
import { createWordIndex } from './bm25'
import { chunkArticle } from './chunk'
import { type SearchIndex, search } from './search'
import { splitSentences } from './sentences'
import { tokenise } from './tokenise'
import { createVectorIndex, packVector } from './vectors'

const article = (change: Partial<Article>): Article => ({
  id: '1',
  locale: 'en-us',
  title: 'Refunds',
  html: '',
  url: '',
  section: '',
  category: '',
  labels: [],
  visibility: 'everyone',
  draft: false,
  editedAt: '',
  ...change,
})

function indexOf(articles: Article[]): SearchIndex {
  const index: SearchIndex = { words: createWordIndex(), vectors: createVectorIndex(3), passages: new Map() }
  for (const passage of articles.flatMap((each) => chunkArticle('h', each))) {
    index.passages.set(passage.id, passage)
    index.words.put(passage.id, `${passage.title}\n${passage.heading}`, passage.text)
  }
  return index
}

describe('chunking', () => {
  it('splits at headings and leaves hidden text out', () => {
    const html =
      '<p>Lead.</p><h2>When</h2><p>In 14 days.</p><div style="display:none"><h3>Secret</h3>pay me</div><h2>How</h2><ol><li>Press</li></ol>'
    expect(chunkArticle('h', article({ html })).map(({ heading, text }) => [heading, text])).toEqual([
      ['', 'Lead.'],
      ['When', 'In 14 days.'],
      ['How', '1. Press'],
    ])
  })
  it('splits what is long at sentences', () => {
    const passages = chunkArticle('h', article({ html: `<p>${'A sentence of some words here. '.repeat(120)}</p>` }))
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

describe('search', () => {
  const index = indexOf([
    article({ id: 'refund', title: 'Refund of a returned lamp', html: '<p>A refund takes 14 days.</p>' }),
    article({ id: 'wifi', title: 'Wi-Fi drops', html: '<p>Restart the router.</p>' }),
    article({ id: 'refund', locale: 'zh-cn', title: '退款', html: '<p>退款需要14天。</p>' }),
  ])
  const find = (text: string, locale: string | null, disliked?: Set<string>) =>
    search(index, { text, vector: null, locale, limit: 5, ...(disliked ? { disliked } : {}) }).map((hit) => hit.passage.id)
  it('finds by words, in the asker’s language first, one language of an article only', () => {
    expect(find('when is my refund', 'en')[0]).toBe('h|refund|en-us|0')
    expect(find('我的退款', 'zh')[0]).toBe('h|refund|zh-cn|0')
    expect(find('refund 退款', 'zh').length).toBe(1)
  })
  it('leaves out what was marked as not helpful', () => {
    expect(find('when is my refund', 'en', new Set(['h|refund|en-us|0']))).not.toContain('h|refund|en-us|0')
  })
  it('answers from passages and says when it does not know', () => {
    const ask = (question: string) =>
      answer(question, search(index, { text: question, vector: null, locale: 'en', limit: 5 }), index.words)
    const known = ask('Refund takes how many days?')
    expect(known.known && known.sentences[0]?.text).toBe('A refund takes 14 days.')
    expect(ask('Which planet has the most moons?').known).toBe(false)
  })
})

it('keeps vectors through removal', () => {
  const vectors = createVectorIndex(3)
  for (const [id, vector] of Object.entries({ a: [1, 0, 0], b: [0, 1, 0], c: [0, 0, 1] }))
    vectors.put(id, packVector(Float32Array.from(vector)))
  vectors.remove('a')
  expect(vectors.search(Float32Array.from([0, 0, 1]), 2).map((hit) => hit.id)).toEqual(['c', 'b'])
  expect(vectors.cosine('a', Float32Array.from([1, 0, 0]))).toBeNull()
})
