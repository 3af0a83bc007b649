/** Things in a text that must be true when sent: links, contacts, amounts, dates, order numbers. */

export type FactKind = 'link' | 'contact' | 'amount' | 'date' | 'order'

export interface Fact {
  kind: FactKind
  text: string
  start: number
  end: number
  /** Folded for comparison: `€ 1,200.00` and `1200 EUR` are the same. */
  key: string
}

const MONTHS =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const PATTERNS: [FactKind, RegExp][] = [
  ['link', /\bhttps?:\/\/[^\s<>"“”，。；）)】]+|\bwww\.[^\s<>"“”，。；）)】]+/gi],
  ['contact', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w-])\+?\d[\d ()-]{8,16}\d(?![\w-])|\b400-\d{3}-\d{4}\b/g],
  [
    'amount',
    /(?:[€$£¥￥]|\b(?:EUR|USD|GBP|RMB|CNY)\s?)\s?\d[\d.,]*|\d[\d.,]*\s?(?:[€£]|EUR\b|USD\b|GBP\b|RMB\b|CNY\b|元|块钱?|euros?\b|dollars?\b|pounds?\b)/gi,
  ],
  [
    'date',
    new RegExp(
      `\\b\\d{4}-\\d{2}-\\d{2}\\b|\\b\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}\\b|\\b\\d{1,2}(?:st|nd|rd|th)? (?:${MONTHS})\\b|\\b(?:${MONTHS}) \\d{1,2}\\b|\\d{1,2}\\s?月\\s?\\d{1,2}\\s?[日号]`,
      'gi',
    ),
  ],
  [
    'order',
    /(?<=\b(?:order|order number|booking|invoice|tracking|case|ticket)(?: no\.?| number)?:? ?#?)[A-Z]{0,4}-?\d{4,}\b|(?<=(?:订单|单号|订单号|运单|发票号)(?:号|编号)?[:：为是]?\s?)[A-Z]{0,4}\d{4,}|#\d{4,}\b/gi,
  ],
]

/** Facts in order of place; one place has one kind, links first. */
export function findFacts(text: string): Fact[] {
  const facts: Fact[] = []
  for (const [kind, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const found = match[0].replace(/[.,;:!?]+$/, '')
      const start = match.index
      const end = start + found.length
      if (!facts.some((fact) => start < fact.end && end > fact.start))
        facts.push({ kind, text: found, start, end, key: fold(kind, found) })
    }
  }
  return facts.sort((a, b) => a.start - b.start)
}

function fold(kind: FactKind, text: string): string {
  const lower = text.normalize('NFKC').toLowerCase()
  if (kind === 'link') return lower.replace(/^https?:\/\//, '').replace(/\/$/, '')
  if (kind === 'contact') return lower.includes('@') ? lower : lower.replace(/\D/g, '')
  if (kind === 'amount')
    return lower
      .replace(/[^\d.,]/g, '')
      .replace(/[.,](\d{2})$/, ':$1')
      .replace(/[.,]/g, '')
      .replace(/:00$/, '')
  if (kind === 'date') return lower.replace(/(\d)(?:st|nd|rd|th)\b/, '$1').replace(/\s+/g, '')
  return lower.replace(/[^a-z\d]/g, '')
}
