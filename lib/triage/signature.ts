/** The end of a letter: the greeting that closes it, the name, the address, the phone's advertisement. */
import { removedPart, type Split } from './split'

const DELIMITER = /^(?:--|—|__+|-{3,})\s*$/
const DEVICE =
  /^(?:sent from (?:my|the|outlook|mail)|get outlook for|von meinem .{2,30} gesendet|envoyé de(?:puis)? mon|enviado desde mi|发自我的|从我的.{1,12}发送|發自我的)/i
const CLOSING =
  /^(?:(?:with )?(?:best|kind|warm|many)?\s*(?:regards|wishes)|best|kind(?:est)? regards|sincerely(?: yours)?|yours(?: (?:sincerely|faithfully|truly))?|cheers|thanks(?: again| in advance| so much)?|thank you(?: very much)?|many thanks|mit freundlichen grüßen|viele grüße|cordialement|saludos|此致|敬礼|祝好|顺祝商祺|谢谢|多谢)[\s,.!，。！—-]*$/i
/** Lines below a closing that still belong to it. */
const SIGNATURE_LINES = 8
const LONGEST_LINE = 90

export function splitSignature(text: string): Split {
  const lines = text.split('\n')
  let end = lines.length
  const removed: string[] = []
  const cut = (at: number) => {
    removed.unshift(lines.slice(at, end).join('\n'))
    end = at
  }
  const device = lines.findIndex((line) => DEVICE.test(line.trim()))
  if (device > 0) cut(device)
  const delimiter = lines.slice(0, end).findLastIndex((line) => DELIMITER.test(line.trim()))
  if (delimiter > 0 && end - delimiter <= 14) cut(delimiter)
  const closing = lines.slice(0, end).findLastIndex((line) => CLOSING.test(line.trim()))
  if (closing > 0 && isSignature(lines.slice(closing + 1, end))) cut(closing)
  return { kept: lines.slice(0, end).join('\n').trim(), removed: removedPart('signature', removed.join('\n')) }
}

function isSignature(lines: string[]): boolean {
  const written = lines.filter((line) => line.trim() !== '')
  return written.length <= SIGNATURE_LINES && written.every((line) => line.length <= LONGEST_LINE && !/[?？]/.test(line))
}
