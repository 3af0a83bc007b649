/** Untrusted mark-up to the text a person would see. Parsed, never rendered. */
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'

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
const HIDING =
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])|(?:^|;)\s*(?:max-)?(?:height|width)\s*:\s*0(?![.\d]*[1-9])|text-indent\s*:\s*-\d{3,}/i
const COLOUR = /(?:^|;)\s*color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)/i
const BACKGROUND = /background(?:-color)?\s*:/i

/** Zero-width, soft hyphen, bidi controls, variation selectors beyond emoji, tag characters, other invisible format characters. */
const INVISIBLE =
  /[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0E\uFEFF\uFFA0\uFFF0-\uFFFB]|[\u{E0000}-\u{E0FFF}]|[\u{1BCA0}-\u{1BCA3}]|[\u{1D173}-\u{1D17A}]/gu
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
  hidden: boolean
  element: string
  close?: () => void
}

/** Walks without recursion: nesting is the sender's choice. */
export function htmlToText(html: string): VisibleText {
  const fragment = parseFragment(html.slice(0, MAX_HTML))
  const out = createLines()
  let hidden = ''
  const lists: { ordered: boolean; count: number }[] = []
  const stack: Frame[] = [{ nodes: fragment.childNodes, at: 0, hidden: false, element: '' }]

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
      hidden += unseen
      if (frame.hidden) hidden += `${text.replace(/\s+/g, ' ')} `
      else out.text(text, frame.element === 'pre')
      continue
    }
    if (!('tagName' in node)) continue
    const name = node.tagName
    if (DROPPED.has(name)) continue
    const unseen = frame.hidden || isHidden(node)
    if (name === 'br') out.breakLine()
    const block = BLOCKS.has(name)
    if (block && !unseen) out.block(SPACED.has(name) && lists.length === 0)
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
      hidden: unseen,
      element: frame.element === 'pre' ? 'pre' : name,
      close: () => {
        if (name === 'ul' || name === 'ol') lists.pop()
        if (block && !unseen) out.block(SPACED.has(name) && lists.length === 0)
      },
    })
  }
  return { text: out.toString(), hidden: hidden.trim() }
}

function isHidden(element: Element): boolean {
  let style = ''
  for (const { name, value } of element.attrs) {
    if (name === 'hidden') return true
    if (name === 'style') style = value
  }
  return style !== '' && (HIDING.test(style) || (COLOUR.test(style) && !BACKGROUND.test(style)))
}

/** Collects lines the way a browser lays out blocks: white space folds, empty lines do not pile up. */
function createLines() {
  const lines: string[] = []
  let line = ''
  let marker = ''

  const flush = () => {
    const trimmed = line.replace(/[ \t\u00a0\u3000]+/g, ' ').trim()
    if (trimmed) {
      lines.push(marker + trimmed)
      marker = ''
    }
    line = ''
  }
  return {
    text(value: string, preformatted: boolean) {
      if (!preformatted) {
        line += value.replace(/\s+/g, ' ')
        return
      }
      const [first = '', ...rest] = value.split('\n')
      line += first
      for (const each of rest) {
        flush()
        line = each
      }
    },
    breakLine() {
      if (line.trim()) flush()
      else if (lines.length > 0 && lines.at(-1) !== '') lines.push('')
    },
    block(spaced: boolean) {
      flush()
      if (spaced && lines.length > 0 && lines.at(-1) !== '') lines.push('')
    },
    item(value: string) {
      flush()
      marker = value
    },
    toString() {
      flush()
      return lines.join('\n').trim()
    },
  }
}
