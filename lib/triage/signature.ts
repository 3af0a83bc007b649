/** The end of a letter: the greeting that closes it, the name, the address, the phone's advertisement. */
import { removedPart, type Split } from './split'

/** `-- ` is the mail standard's own mark; other drawn lines count only above what looks like a signature. */
const DELIMITER = /^--\s*$/
const RULE = /^(?:—+|_{2,}|-{3,})\s*$/
const DEVICE =
  /^(?:sent from (?:my|the|outlook|mail)|get outlook for|von meinem .{2,30} gesendet|envoyé de(?:puis)? mon|enviado desde mi|发自我的|从我的.{1,12}发送|發自我的)/i
const LONGEST_DEVICE = 60
const GREETING =
  '(?:with )?(?:best|kind|kindest|warm|warmest|many)? ?(?:regards|wishes)|best|sincerely(?: yours)?|yours(?: (?:sincerely|faithfully|truly))?|cheers|thanks(?: again| in advance| so much| a lot)?|thank you(?: very much| in advance)?|many thanks|mit freundlichen grüßen|(?:viele|beste|liebe) grüße|mfg|cordialement|(?:un )?saludos?(?: cordiales)?|atentamente|met vriendelijke groet(?:en)?|groetjes|cordiali saluti|atenciosamente|此致|敬礼|祝好|顺祝商祺|谢谢(?:您|你们?)?|多谢|よろしくお願い(?:いた|致)?します'
const CLOSING = new RegExp(`^(?:${GREETING})(?: ?/ ?(?:${GREETING}))?[\\s,.!~，。！～—-]*$`, 'i')
/** Lines below a closing that still belong to it. */
const SIGNATURE_LINES = 8
const LONGEST_LINE = 90
/** Signs of an address, a number, a title: no sentence of the case. */
const CONTACT = /[|@]|https?:|www\.|\+?\d[\d ()/-]{6,}|^(?:tel|phone|mobile|fax|t|m|电话|手机|地址|邮箱|微信|qq)\s*[.:：]/i
const NAME_WORDS = 6
const NAME_IDEOGRAPHS = 14

export function splitSignature(text: string): Split {
  const device: string[] = []
  const lines = text.split('\n').filter((line, row) => {
    const advert = row > 0 && line.length <= LONGEST_DEVICE && DEVICE.test(line.trim())
    if (advert) device.push(line)
    return !advert
  })
  let end = lines.length
  const removed: string[] = []
  const cut = (at: number) => {
    removed.unshift(lines.slice(at, end).join('\n'))
    end = at
  }
  const last = (pattern: RegExp) => lines.slice(0, end).findLastIndex((line) => pattern.test(line.trim()))
  const delimiter = last(DELIMITER)
  if (delimiter > 0 && end - delimiter <= 14) cut(delimiter)
  for (const pattern of [RULE, CLOSING]) {
    const at = last(pattern)
    if (at > 0 && isSignature(lines.slice(at + 1, end))) cut(at)
  }
  return { kept: lines.slice(0, end).join('\n').trim(), removed: removedPart('signature', [...removed, ...device].join('\n')) }
}

function isSignature(lines: string[]): boolean {
  const written = lines.map((line) => line.trim()).filter((line) => line !== '')
  return written.length <= SIGNATURE_LINES && written.every(isSignatureLine)
}

/** A name, a title or an address; never a question, never a sentence. */
function isSignatureLine(line: string): boolean {
  if (line.length > LONGEST_LINE || /[?？]/.test(line)) return false
  if (CONTACT.test(line) || CLOSING.test(line)) return true
  const ideographs = line.match(/\p{Script=Han}/gu)?.length ?? 0
  return (
    line.split(/\s+/).length <= NAME_WORDS && ideographs <= NAME_IDEOGRAPHS && !/[.!。！]$/.test(line.replace(/\b\w{1,4}\.$/, ''))
  )
}
