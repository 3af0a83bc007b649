import type { ReplyBlock } from './types'

/** The words of a reply, one line per paragraph or item, without markers. For reading back and for fingerprints. */
export function replyText(blocks: ReplyBlock[]): string {
  return blocks
    .flatMap((block) => (block.kind === 'list' ? block.items : [block.spans]))
    .map((spans) => spans.map((span) => span.text).join(''))
    .join('\n')
}

/** Folds what editors change: white space, zero-width characters, no-break spaces. */
export const foldText = (text: string): string =>
  text
    .replace(/[\u200b\u2060\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** Without white space, list markers and addresses in brackets: editors differ in these, and plain ones write them out. */
export const squeeze = (text: string): string =>
  foldText(text.replace(/^\s*(?:-|\d+\.)\s+/gm, '').replace(/ \(https:[^)\s]+\)/g, '')).replace(/ /g, '')

/** How often the words of a reply stand in an editor's text. */
export function countText(editorText: string, reply: string): number {
  const needle = squeeze(reply)
  return needle === '' ? 0 : squeeze(editorText).split(needle).length - 1
}
