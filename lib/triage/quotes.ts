/** Quoted history below or between a reply's own lines. */
import { QUOTE_MARK, removedPart, type Split } from './split'

/** Lines that open a quotation which runs to the end. */
const OPENERS = [
  /^-{2,}\s*(?:original message|forwarded message|ursprüngliche nachricht|message d'origine|mensaje original|原始邮件|原始郵件|转发的邮件|元のメッセージ)\s*-{2,}/i,
  /^(?:begin forwarded message|anfang der weitergeleiteten nachricht):/i,
  /^on .{4,120}wrote:\s*$/i,
  /^am .{4,120}schrieb.{0,80}:\s*$/i,
  /^le .{4,120}a écrit\s*:\s*$/i,
  /^el .{4,120}escribió:\s*$/i,
  /^在 ?.{4,120}(?:写道|寫道)[：:]?\s*$/,
  /^\d{4}[年/-].{4,120}(?:写道|寫道|のメール|:)\s*[：:]?\s*$/,
  /^_{8,}$/,
]
const FORWARD = /forwarded|weitergeleitet|转发|^begin forwarded/i
const HEADER =
  /^(?:from|sent|date|to|cc|subject|von|gesendet|an|betreff|de|envoyé|à|objet|enviado|para|asunto|发件人|发送时间|收件人|抄送|主题|日期|差出人|宛先|件名)\s*[:：]/i

/** Cuts the quotation off. A mail that is nothing but a forwarded one keeps what was forwarded. */
export function splitQuotes(text: string): Split {
  const lines = text.split('\n')
  const at = lines.findIndex((line, row) => opens(lines, line.trim(), row))
  const head = at < 0 ? lines : lines.slice(0, at)
  const tail = at < 0 ? [] : lines.slice(at)
  const kept: string[] = []
  const quoted: string[] = []
  for (const line of head) (/^\s*>/.test(line) ? quoted : kept).push(line)
  quoted.push(...tail)
  if (!kept.some((line) => /[\p{L}\p{N}]/u.test(line)) || isBareForward(kept, tail)) return keepForwarded(kept, lines, at)
  return { kept: kept.join('\n').trim(), removed: removedPart('quote', quoted.join('\n').replaceAll(QUOTE_MARK, '')) }
}

function opens(lines: string[], line: string, row: number): boolean {
  if (line === QUOTE_MARK || OPENERS.some((opener) => opener.test(line))) return true
  // `On … wrote:` is often broken over two lines.
  if (/^(?:on|am|le|el) /i.test(line) && OPENERS.some((opener) => opener.test(`${line} ${lines[row + 1]?.trim() ?? ''}`)))
    return true
  return HEADER.test(line) && lines.slice(row + 1, row + 5).filter((next) => HEADER.test(next.trim())).length >= 2
}

const isBareForward = (kept: string[], tail: string[]): boolean =>
  tail.some((line) => FORWARD.test(line)) && kept.join(' ').replace(/\s+/g, ' ').trim().length < 40

function keepForwarded(kept: string[], lines: string[], at: number): Split {
  const body = lines.slice(Math.max(0, at))
  const start = body.findIndex((line, row) => row > 0 && line.trim() !== '' && !isHead(line.trim()))
  const own = [...(at > 0 ? kept : []), ...(start < 0 ? body : body.slice(start))].map((line) => line.replace(/^(?:\s*>)+ ?/, ''))
  const removed = start < 0 ? '' : body.slice(0, start).join('\n')
  return {
    kept: own.join('\n').replaceAll(QUOTE_MARK, '').trim(),
    removed: removedPart('quote', removed.replaceAll(QUOTE_MARK, '')),
  }
}

const isHead = (line: string): boolean => line === QUOTE_MARK || HEADER.test(line) || OPENERS.some((opener) => opener.test(line))
