/** Untrusted mark-up to the text a person would see. Parsed, never rendered. */
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'
import { isSeen, PAPER, type Paint, paintOf } from './concealment'
import { createLines } from './text-lines'

type Node = DefaultTreeAdapterTypes.ChildNode
type Element = DefaultTreeAdapterTypes.Element

export interface VisibleText {
  /** Paragraphs and list items as lines; `- ` and `1. ` before items; two line breaks between blocks. */
  text: string
  /** What was in the mark-up but not to be seen. */
  hidden: string
}

/** Characters of mark-up that are read; the rest is cut. */
export const MAX_HTML = 400_000

const DROPPED = new Set('script style head title template noscript iframe object svg math select textarea'.split(' '))
const BLOCKS = new Set(
  'address article aside blockquote dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
)
const SPACED = new Set('blockquote h1 h2 h3 h4 h5 h6 ol p pre table ul'.split(' '))

/** Zero-width, soft hyphen, bidi controls, variation selectors beyond emoji, tag characters, other invisible format characters; and our own marks around quotations. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each of these characters is meant on its own
  /[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0E\uFEFF\uE002\uE003\uFFA0\uFFF0-\uFFFB]|[\u{E0000}-\u{E0FFF}]|[\u{1BCA0}-\u{1BCA3}]|[\u{1D173}-\u{1D17A}]/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g

/** Plain text without characters that cannot be seen; what was taken out is named in `hidden`. */
export function visibleCharacters(text: string): VisibleText {
  let hidden = ''
  const kept = text.replace(CONTROLS, ' ').replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0
    // Tag characters mirror ASCII: what they spell is what somebody meant to hide.
    if (code >= 0xe0020 && code <= 0xe007e) hidden += String.fromCharCode(code - 0xe0000)
    return ''
  })
  return { text: kept, hidden }
}

interface Frame {
  nodes: Node[]
  at: number
  paint: Paint
  element: string
  close?: () => void
}

/** Lines to put around quoted history that the mark-up names as such. */
export interface QuoteMarks {
  open: string
  close: string
}

/** Walks without recursion: nesting is the sender's choice. */
export function htmlToText(html: string, marks?: QuoteMarks): VisibleText {
  const fragment = parseFragment(html.slice(0, MAX_HTML))
  const out = createLines()
  let hidden = ''
  const lists: { ordered: boolean; count: number }[] = []
  const stack: Frame[] = [{ nodes: fragment.childNodes, at: 0, paint: PAPER, element: '' }]

  while (stack.length > 0) {
    const frame = stack[stack.length - 1] as Frame
    const node = frame.nodes[frame.at++]
    if (!node) {
      stack.pop()
      frame.close?.()
      continue
    }
    if (node.nodeName === '#text') {
      const { text, hidden: unseen } = visibleCharacters((node as DefaultTreeAdapterTypes.TextNode).value)
      if (unseen) hidden += `${unseen} `
      if (!isSeen(frame.paint)) hidden += `${text.replace(/\s+/g, ' ')} `
      else out.text(text, frame.element === 'pre')
      continue
    }
    if (!('tagName' in node)) continue
    const name = node.tagName
    if (DROPPED.has(name)) continue
    const paint = paintOf(node.attrs, frame.paint)
    const unseen = !isSeen(paint)
    const quote = marks && !unseen ? quoteKind(node) : null
    if (name === 'br') out.breakLine()
    const block = BLOCKS.has(name)
    if (block && !unseen) out.block(SPACED.has(name) && lists.length === 0)
    if (marks && quote) out.mark(marks.open)
    if (name === 'ul' || name === 'ol') lists.push({ ordered: name === 'ol', count: 0 })
    if (name === 'li' && !unseen) {
      const list = lists.at(-1)
      if (list) list.count++
      out.item(list?.ordered ? `${list.count}. ` : '- ')
    }
    if (name === 'td' || name === 'th') out.text(' ', false)
    stack.push({
      nodes: node.childNodes,
      at: 0,
      paint,
      element: frame.element === 'pre' ? 'pre' : name,
      close: () => {
        if (name === 'ul' || name === 'ol') lists.pop()
        if (block && !unseen) out.block(SPACED.has(name) && lists.length === 0)
        if (marks && quote === 'inside') out.mark(marks.close)
      },
    })
  }
  return { text: out.toString(), hidden: hidden.trim() }
}

/** Mail programs put history inside an element, or after an empty one that runs to the end. */
function quoteKind({ tagName, attrs }: Element): 'inside' | 'after' | null {
  if (tagName !== 'div' && tagName !== 'blockquote') return null
  for (const { name, value } of attrs) {
    if (name === 'class' && /gmail_quote|yahoo_quoted|moz-cite-prefix|zd-quote/.test(value)) return 'inside'
    if (name === 'type' && value === 'cite') return 'inside'
    if (name === 'id' && /^(?:x_)*(?:appendonsend|divRplyFwdMsg|reply-intro)$/.test(value)) return 'after'
  }
  return null
}
