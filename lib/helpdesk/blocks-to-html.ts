import type { ReplyBlock, ReplySpan } from './types'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')

const inline = (spans: ReplySpan[]): string =>
  spans
    .map(({ text, href }) => {
      const words = escapeHtml(text).replace(/\n/g, '<br>')
      return href?.startsWith('https://') ? `<a href="${escapeHtml(href)}">${words}</a>` : words
    })
    .join('')

/** Mark-up for an editor's own paste pipeline: `p`, `ul`, `ol`, `li`, `a`, `br` and escaped text, nothing else. */
export function blocksToHtml(blocks: ReplyBlock[], emptyLine: string): string {
  return blocks
    .map((block) => {
      if (block.kind === 'paragraph') return `<p>${inline(block.spans)}</p>`
      const tag = block.ordered ? 'ol' : 'ul'
      return `<${tag}>${block.items.map((item) => `<li>${inline(item)}</li>`).join('')}</${tag}>`
    })
    .join(emptyLine)
}

const words = (spans: ReplySpan[]): string =>
  spans.map(({ text, href }) => (href && !text.includes(href) ? `${text} (${href})` : text)).join('')

/** The same as text with list markers and addresses, for editors without formatting. */
export function blocksToPlain(blocks: ReplyBlock[]): string {
  return blocks
    .map((block) =>
      block.kind === 'paragraph'
        ? words(block.spans)
        : block.items.map((item, at) => `${block.ordered ? `${at + 1}.` : '-'} ${words(item)}`).join('\n'),
    )
    .join('\n\n')
}
