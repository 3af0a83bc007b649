/** Quoted history below, above or between a reply's own lines. */
import { QUOTE_MARKS, removedPart, type Split, withoutMarks } from './split'

/** Lines that open a quotation. */
const OPENERS = [
  /^-{2,}\s*(?:original message|forwarded message|ursprüngliche nachricht|message d'origine|mensaje original|原始邮件|原始郵件|转发的邮件|元のメッセージ)\s*-{2,}/i,
  /^(?:begin forwarded message|anfang der weitergeleiteten nachricht):/i,
  /^on .{4,120}wrote:\s*$/i,
  /^am .{4,120}schrieb.{0,80}:\s*$/i,
  /^le .{4,120}a écrit\s*:\s*$/i,
  /^el .{4,120}escribió:\s*$/i,
  /^在 ?.{4,120}(?:写道|寫道)[：:]?\s*$/,
  /^\d{4}[年/-].{4,120}(?:写道|寫道|のメール|@.{2,60}[>）)])\s*[：:]?\s*$/,
]
const FORWARD = /forwarded|weitergeleitet|转发|^begin forwarded/i
const HEADER =
  /^(?:from|sent|date|to|cc|subject|von|gesendet|an|betreff|de|envoyé|à|objet|enviado|para|asunto|发件人|发送时间|收件人|抄送|主题|日期|差出人|宛先|件名)\s*[:：]/i
/** A drawn line opens a quotation only where a mail's head follows. */
const RULE = /^[_-]{8,}$/
/** `>>> look here <<<` is an advertisement. */
const QUOTED = /^\s*>(?!.*<{2}\s*$)/

/** Cuts quotations off. A mail that is nothing but a forwarded one keeps what was forwarded. */
export function splitQuotes(text: string): Split {
  const lines = text.split('\n')
  const kept: string[] = []
  const quoted: string[] = []
  let first = -1
  for (let row = 0; row < lines.length; ) {
    const line = lines[row] ?? ''
    const end = opens(lines, line.trim(), row) ? endOfQuote(lines, row) : row
    if (end > row) {
      if (first < 0) first = row
      quoted.push(...lines.slice(row, end))
      row = end
      continue
    }
    ;(QUOTED.test(line) ? quoted : kept).push(line)
    row++
  }
  const split = isEmpty(kept) || isBareForward(kept, quoted) ? keepForwarded(lines, first) : { kept, removed: quoted }
  return {
    kept: withoutMarks(split.kept.join('\n')).trim(),
    removed: removedPart('quote', withoutMarks(split.removed.join('\n'))),
  }
}

/** Row after the quotation: known where the mark-up closes it or its lines begin with `>`; otherwise it runs to the end. */
function endOfQuote(lines: string[], row: number): number {
  if (lines[row]?.trim() === QUOTE_MARKS.open) return endOfMarked(lines, row)
  let next = row + 1
  const isBlank = (at: number) => at < lines.length && lines[at]?.trim() === ''
  // `On … wrote:` is often broken over two lines.
  if (!QUOTED.test(lines[next] ?? '') && QUOTED.test(lines[next + 1] ?? '')) next++
  while (isBlank(next)) next++
  if (lines[next]?.trim() === QUOTE_MARKS.open) return endOfMarked(lines, next)
  if (!QUOTED.test(lines[next] ?? '')) return lines.length
  while (next < lines.length && (QUOTED.test(lines[next] ?? '') || isBlank(next))) next++
  return next
}

function endOfMarked(lines: string[], row: number): number {
  let depth = 0
  for (let at = row; at < lines.length; at++) {
    if (lines[at] === QUOTE_MARKS.open) depth++
    if (lines[at] === QUOTE_MARKS.close && --depth === 0) return at + 1
  }
  return lines.length
}

function opens(lines: string[], line: string, row: number): boolean {
  if (isOpener(line)) return true
  if (/^(?:on|am|le|el) /i.test(line) && isOpener(`${line} ${lines[row + 1]?.trim() ?? ''}`)) return true
  const headers = (from: number, to: number) => lines.slice(from, to).filter((each) => HEADER.test(each.trim())).length
  if (RULE.test(line)) return headers(row + 1, row + 5) >= 2
  return HEADER.test(line) && headers(row + 1, row + 5) >= 2
}

const isOpener = (line: string): boolean => line === QUOTE_MARKS.open || OPENERS.some((opener) => opener.test(line))
const isEmpty = (lines: string[]): boolean => !lines.some((line) => /[\p{L}\p{N}]/u.test(line))

const isBareForward = (kept: string[], quoted: string[]): boolean =>
  quoted.some((line) => FORWARD.test(line)) && kept.join(' ').replace(/\s+/g, ' ').trim().length < 40

function keepForwarded(lines: string[], at: number): { kept: string[]; removed: string[] } {
  const body = lines.slice(Math.max(0, at))
  const start = body.findIndex((line, row) => (at < 0 || row > 0) && line.trim() !== '' && !isHead(line.trim()))
  const forwarded = start < 0 ? body : body.slice(start)
  const own = at > 0 ? lines.slice(0, at).filter((line) => !QUOTED.test(line)) : []
  return {
    kept: [...own, ...forwarded.map((line) => line.replace(/^(?:\s*>)+ ?/, ''))],
    removed: start < 0 ? [] : body.slice(0, start),
  }
}

const isHead = (line: string): boolean => line === QUOTE_MARKS.close || RULE.test(line) || HEADER.test(line) || isOpener(line)
