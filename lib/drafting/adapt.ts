/** Takes from a passage the steps and sentences that answer, word for word and in their order. */
import { splitSentences } from '../knowledge/sentences'
import { tokenise } from '../knowledge/tokenise'
import type { DraftBlock, DraftSentence } from './types'

const ORDERED = /^\d{1,3}\. /
const BULLET = /^- /

interface Stretch {
  kind: DraftBlock['kind']
  sentences: string[]
}

/** At most about `most` sentences or items; a list of steps is never cut in the middle. */
export function adaptPassage(text: string, asked: ReadonlySet<string>, most: number, source: number): DraftBlock[] {
  const stretches = parse(text)
  const scored = stretches.map((stretch, at) => ({ at, stretch, score: scoreOf(stretch, asked) + (at === 0 ? 0.15 : 0) }))
  const chosen = new Set<number>()
  let left = most
  for (const { at, stretch } of scored.slice().sort((a, b) => b.score - a.score)) {
    if (left <= 0) break
    chosen.add(at)
    left -= stretch.kind === 'paragraph' ? Math.min(stretch.sentences.length, left) : stretch.sentences.length
    // A list is read with the line before it.
    if (
      stretch.kind !== 'paragraph' &&
      stretches[at - 1]?.kind === 'paragraph' &&
      /[:：]$/.test(stretches[at - 1]?.sentences.at(-1) ?? '')
    )
      chosen.add(at - 1)
  }
  return scored
    .filter(({ at }) => chosen.has(at))
    .map(
      ({ stretch }): DraftBlock => ({
        kind: stretch.kind,
        sentences: (stretch.kind === 'paragraph' ? best(stretch.sentences, asked, most) : stretch.sentences).map(
          (sentence): DraftSentence => ({ text: sentence, support: { kind: 'passage', source } }),
        ),
      }),
    )
}

function parse(text: string): Stretch[] {
  const stretches: Stretch[] = []
  for (const block of text.split(/\n{2,}/)) {
    const first = stretches.length
    for (const line of block.split('\n')) {
      const kind = ORDERED.test(line) ? 'ordered' : BULLET.test(line) ? 'bulleted' : 'paragraph'
      if (stretches.length === first || stretches.at(-1)?.kind !== kind) stretches.push({ kind, sentences: [] })
      stretches.at(-1)?.sentences.push(...(kind === 'paragraph' ? splitSentences(line) : [line.replace(/^(?:\d{1,3}\.|-) /, '')]))
    }
  }
  return stretches.filter((stretch) => stretch.sentences.length > 0)
}

function scoreOf(stretch: Stretch, asked: ReadonlySet<string>): number {
  const terms = new Set(stretch.sentences.flatMap(tokenise))
  const shared = [...terms].filter((term) => asked.has(term)).length
  return shared / Math.sqrt(terms.size + 6) + (stretch.kind === 'ordered' ? 0.4 : 0)
}

/** The sentences nearest to what was asked, in their own order. */
function best(sentences: string[], asked: ReadonlySet<string>, most: number): string[] {
  if (sentences.length <= most) return sentences
  const scored = sentences.map((sentence, at) => ({ at, score: tokenise(sentence).filter((term) => asked.has(term)).length }))
  const kept = new Set(
    scored
      .sort((a, b) => b.score - a.score || a.at - b.at)
      .slice(0, most)
      .map(({ at }) => at),
  )
  return sentences.filter((_, at) => kept.has(at))
}
