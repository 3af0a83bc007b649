/** The words that decided: each is left out in turn, and what the label then loses is its weight (occlusion, Zeiler and Fergus 2014). */
import type { WhyWord } from './types'

/** Passes of the encoder that an explanation may cost. */
const MOST = 40
const SHOWN = 12

/** `scoreOf` gives the label's log-odds for each text. Positions are offsets in `text`. */
export async function explain(text: string, scoreOf: (texts: string[]) => Promise<number[]>): Promise<WhyWord[]> {
  const words = group(segment(text))
  if (words.length === 0) return []
  const without = words.map(({ start, end }) => `${text.slice(0, start)} ${text.slice(end)}`)
  const [whole = 0, ...left] = await scoreOf([text, ...without])
  const drops = words.map((word, at) => ({ ...word, weight: whole - (left[at] ?? whole) }))
  const largest = Math.max(...drops.map((word) => Math.abs(word.weight)), 1e-6)
  return drops
    .map((word) => ({ ...word, weight: word.weight / largest }))
    .filter((word) => Math.abs(word.weight) >= 0.15)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, SHOWN)
    .sort((a, b) => a.start - b.start)
}

function segment(text: string): { start: number; end: number }[] {
  const words: { start: number; end: number }[] = []
  for (const part of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)) {
    if (part.isWordLike) words.push({ start: part.index, end: part.index + part.segment.length })
  }
  return words
}

/** Neighbours are joined until the count is within the budget. */
function group(words: { start: number; end: number }[]): { start: number; end: number }[] {
  const size = Math.ceil(words.length / MOST)
  const groups: { start: number; end: number }[] = []
  for (let at = 0; at < words.length; at += size) {
    const last = words[Math.min(at + size, words.length) - 1]
    const first = words[at]
    if (first && last) groups.push({ start: first.start, end: last.end })
  }
  return groups
}
