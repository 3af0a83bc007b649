/**
 * The words that decided. Phrases are read alone first, which costs about one pass over the text together; the few that say
 * most are then left out of the whole text in turn, and what the label loses is their weight (occlusion, Zeiler and Fergus 2014).
 */
import type { WhyWord } from './types'

const PHRASES = 16
/** Phrases that are left out in turn: those that speak most for the label, and those that speak most against it. */
const FOR = 4
const AGAINST = 2
/** Weight, relative to the strongest, from which a phrase is shown. */
const SHOWN = 0.15

type Place = Pick<WhyWord, 'start' | 'end'>

/** `scoreOf` gives the label's log-odds for each text. Positions are offsets in `text`. */
export async function explain(text: string, scoreOf: (texts: string[]) => Promise<number[]>): Promise<WhyWord[]> {
  const phrases = await telling(text, group(segment(text)), scoreOf)
  if (phrases.length === 0) return []
  const without = phrases.map(({ start, end }) => `${text.slice(0, start)} ${text.slice(end)}`)
  const [whole = 0, ...left] = await scoreOf([text, ...without])
  const drops = phrases.map((phrase, at) => ({ ...phrase, weight: whole - (left[at] ?? whole) }))
  const largest = Math.max(...drops.map(({ weight }) => Math.abs(weight)), 1e-6)
  return drops
    .map((phrase) => ({ ...phrase, weight: phrase.weight / largest }))
    .filter(({ weight }) => Math.abs(weight) >= SHOWN)
    .sort((a, b) => a.start - b.start)
}

async function telling(text: string, phrases: Place[], scoreOf: (texts: string[]) => Promise<number[]>): Promise<Place[]> {
  if (phrases.length <= FOR + AGAINST) return phrases
  const alone = await scoreOf(phrases.map(({ start, end }) => text.slice(start, end)))
  const ranked = phrases.map((phrase, at) => ({ phrase, score: alone[at] ?? 0 })).sort((a, b) => b.score - a.score)
  return [...ranked.slice(0, FOR), ...ranked.slice(-AGAINST)].map(({ phrase }) => phrase)
}

function segment(text: string): Place[] {
  const words: Place[] = []
  for (const part of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)) {
    if (part.isWordLike) words.push({ start: part.index, end: part.index + part.segment.length })
  }
  return words
}

/** Neighbours are joined until there are few enough. */
function group(words: Place[]): Place[] {
  const size = Math.ceil(words.length / PHRASES)
  const groups: Place[] = []
  for (let at = 0; at < words.length; at += size) {
    const last = words[Math.min(at + size, words.length) - 1]
    const first = words[at]
    if (first && last) groups.push({ start: first.start, end: last.end })
  }
  return groups
}
