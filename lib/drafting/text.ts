/** A draft as text in the panel's field, and the text back as blocks for the helpdesk. */
import type { ReplyBlock, ReplySpan } from '../helpdesk/types'
import type { Draft, DraftBlock } from './types'

const CJK_END = /[\p{Script=Han}。！？：；，、”）》]$/u

export function draftToText(draft: Pick<Draft, 'blocks'>): string {
  return draft.blocks.map(blockToText).join('\n\n')
}

/** One block as text: a paragraph on one line, a list with a line for each item. */
export function blockToText(block: DraftBlock): string {
  if (block.kind === 'paragraph') return joinSentences(block.sentences.map((sentence) => sentence.text))
  return block.sentences.map(({ text }, at) => `${block.kind === 'ordered' ? `${at + 1}.` : '-'} ${text}`).join('\n')
}

/** Sentences of one paragraph; Chinese ones have no space between. */
export const joinSentences = (sentences: string[]): string =>
  sentences.reduce(
    (text, sentence) => (text === '' ? sentence : text + (text.endsWith('\n') || CJK_END.test(text) ? '' : ' ') + sentence),
    '',
  )

const ORDERED = /^\s*\d{1,3}[.)、]\s+(?=\S)/
const BULLET = /^\s*[-•*]\s+(?=\S)/

/** Empty lines part paragraphs; lines that start with `1.` or `-` become lists; other line ends stay as they are. */
export function textToBlocks(text: string): ReplyBlock[] {
  const blocks: ReplyBlock[] = []
  let paragraph: string[] = []
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', spans: toSpans(paragraph.join('\n')) })
    paragraph = []
  }
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const ordered = ORDERED.test(line)
    if (ordered || BULLET.test(line)) {
      endParagraph()
      const item = toSpans(line.replace(ordered ? ORDERED : BULLET, '').trim())
      const last = blocks.at(-1)
      if (last?.kind === 'list' && last.ordered === ordered) last.items.push(item)
      else blocks.push({ kind: 'list', ordered, items: [item] })
    } else if (line.trim() === '') endParagraph()
    else paragraph.push(line.trim())
  }
  endParagraph()
  return blocks
}

const LINK = /\bhttps:\/\/[^\s<>"“”，。；）)】]+[^\s<>"“”，。；）)】.,;:!?]/g

function toSpans(text: string): ReplySpan[] {
  const spans: ReplySpan[] = []
  let at = 0
  for (const match of text.matchAll(LINK)) {
    if (match.index > at) spans.push({ text: text.slice(at, match.index) })
    spans.push({ text: match[0], href: match[0] })
    at = match.index + match[0].length
  }
  if (at < text.length) spans.push({ text: text.slice(at) })
  return spans
}
