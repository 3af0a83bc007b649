import type { Article } from '../helpdesk/types'
import { htmlToText } from '../triage/html-to-text'
import type { Passage } from './types'

/** Characters of a passage: short enough to quote, long enough to answer. */
const TARGET = 700
const LONGEST = 1_100
/** Private-use characters carry the places of headings through the conversion to text. */
const OPEN = '\uE000'
const CLOSE = '\uE001'

/** Splits an article into passages by its headings, then by size at paragraph borders. Hidden text is left out. */
export function chunkArticle(host: string, article: Article): Passage[] {
  const marked = article.html
    .replace(/[\uE000\uE001]/g, '')
    .replace(/<h[1-6]\b[^>]*>/gi, `$&${OPEN}`)
    .replace(/<\/h[1-6]\s*>/gi, `${CLOSE}$&`)
  const passages: Passage[] = []
  for (const section of sections(htmlToText(marked).text)) {
    for (const text of split(section.text)) {
      passages.push({
        id: `${host}|${article.id}|${article.locale}|${passages.length}`,
        articleId: article.id,
        locale: article.locale,
        title: article.title,
        heading: section.heading,
        text,
        url: article.url,
        visibility: article.visibility,
        draft: article.draft,
        editedAt: article.editedAt,
      })
    }
  }
  return passages
}

/** What the encoder reads of a passage. */
export const passageText = (passage: Pick<Passage, 'title' | 'heading' | 'text'>): string =>
  [passage.title, passage.heading, passage.text].filter(Boolean).join('\n')

function sections(text: string): { heading: string; text: string }[] {
  const [lead = '', ...rest] = text.split(OPEN)
  const parts = [{ heading: '', text: lead }]
  for (const each of rest) {
    const end = each.indexOf(CLOSE)
    parts.push({
      heading: (end < 0 ? '' : each.slice(0, end)).replace(/\s+/g, ' ').trim(),
      text: end < 0 ? each : each.slice(end + 1),
    })
  }
  return parts
    .map((part) => ({ heading: part.heading, text: part.text.replaceAll(CLOSE, '').trim() }))
    .filter((part) => part.text !== '')
}

function split(text: string): string[] {
  if (text.length <= LONGEST) return [text]
  const pieces: string[] = []
  let piece = ''
  for (const block of text.split(/\n/).flatMap(shorten)) {
    if (piece && piece.length + block.length > TARGET) {
      pieces.push(piece.trim())
      piece = ''
    }
    piece += `${block}\n`
  }
  if (piece.trim()) pieces.push(piece.trim())
  return pieces
}

/** A single line that is too long is cut after sentences, else anywhere. */
function shorten(line: string): string[] {
  if (line.length <= LONGEST) return [line]
  const sentences = line.match(/[^.!?。！？]*[.!?。！？]+\s*|[^.!?。！？]+$/gu) ?? [line]
  return sentences.flatMap((sentence) =>
    sentence.length <= LONGEST ? [sentence] : (sentence.match(new RegExp(`[^]{1,${TARGET}}`, 'g')) ?? []),
  )
}
