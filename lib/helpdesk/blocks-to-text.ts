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

/** How often the words of a reply stand in an editor's text. White space is ignored: editors differ in where they put it. */
export function countText(editorText: string, reply: string): number {
  const squeeze = (text: string) => foldText(text).replace(/ /g, '')
  const needle = squeeze(reply)
  return needle === '' ? 0 : squeeze(editorText).split(needle).length - 1
}
