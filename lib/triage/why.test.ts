import { describe, expect, it } from 'vitest'
import { explain } from './why'

/** Log-odds that one word raises and another lowers. */
function scorer() {
  const read: string[] = []
  return {
    read,
    scoreOf: async (texts: string[]) => {
      read.push(...texts)
      return texts.map((text) => (text.includes('refund') ? 3 : 0) - (text.includes('thanks') ? 1 : 0))
    },
  }
}

describe('why', () => {
  it('marks what speaks for the label and what speaks against it', async () => {
    const text = 'refund please and thanks'
    const words = await explain(text, scorer().scoreOf)
    expect(words.map(({ start, end, weight }) => [text.slice(start, end), weight])).toEqual([
      ['refund', 1],
      ['thanks', -1 / 3],
    ])
  })

  it('finds the deciding words of a long text in a few passes over it', async () => {
    const filler = 'the parcel came on the day that was said and we looked at it together '
    const text = `${filler.repeat(12)}so now I want a refund of it all. ${filler.repeat(12)}`
    const { read, scoreOf } = scorer()
    const words = await explain(text, scoreOf)
    expect(words).toHaveLength(1)
    expect(text.slice(words[0]?.start, words[0]?.end)).toContain('refund')
    const characters = read.reduce((sum, each) => sum + each.length, 0)
    expect(characters / text.length).toBeLessThan(9)
  })

  it('says nothing of a text without words', async () => {
    const { read, scoreOf } = scorer()
    expect(await explain('!!! …', scoreOf)).toEqual([])
    expect(read).toEqual([])
  })
})
