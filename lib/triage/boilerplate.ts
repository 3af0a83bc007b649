/** Text that no person wrote for this case: disclaimers, automatic lines, labels of web forms. */
import { removedPart, type Split } from './split'
import type { RemovedPart } from './types'

const DISCLAIMER =
  /(?:this (?:e-?mail|message|communication).{0,80}(?:confidential|privileged|intended (?:only|solely))|if you (?:are not|have received).{0,60}(?:intended recipient|in error)|please consider the environment|diese e-mail (?:enthält|kann) vertrauliche|ce (?:message|courriel).{0,60}confidentiel|本邮件.{0,30}(?:保密|机密)|如果您(?:误收|不是).{0,20}(?:收件人|邮件))/i
const AUTOMATIC =
  /^(?:this is an? (?:automated|automatic|auto-?generated)|(?:please )?do not reply(?: to this)?|##-? ?please type your reply|your request \(.{1,20}\) has been|sent via (?:the )?(?:contact|web) ?form|\[(?:external|caution|extern)\]|caution: this email|此邮件(?:由系统|为系统)|这是(?:一封)?(?:系统|自动)|请勿(?:直接)?回复|本邮件由系统)/i
/** `Label: value` lines; three or more in a row are a form. */
const FORM_LINE = /^(?<label>[\p{L}][\p{L}\p{N} /()-]{0,30}|[\p{Script=Han}]{1,10})\s*[:：]\s*(?<value>.*)$/u
const MESSAGE_LABEL =
  /^(?:message|your message|comments?|description|details?|question|subject|problem|issue|reason|nachricht|留言|内容|问题|问题描述|描述|详情|消息)$/i

export function splitBoilerplate(text: string): Split {
  const removed: RemovedPart[] = []
  const paragraphs = text.split(/\n{2,}/).filter((paragraph) => {
    if (!DISCLAIMER.test(paragraph)) return true
    removed.push(...removedPart('disclaimer', paragraph))
    return false
  })
  const lines = paragraphs
    .join('\n\n')
    .split('\n')
    .filter((line) => {
      if (!AUTOMATIC.test(line.trim())) return true
      removed.push(...removedPart('bot', line))
      return false
    })
  const form = splitForm(lines)
  return { kept: form.kept, removed: [...removed, ...form.removed] }
}

function splitForm(lines: string[]): Split {
  const fields = lines.map((line) => FORM_LINE.exec(line.trim())?.groups)
  const labelled = fields.filter(Boolean).length
  const hasMessage = fields.some((field) => field && MESSAGE_LABEL.test(field.label?.trim() ?? ''))
  if (labelled < 3 || !hasMessage) return { kept: lines.join('\n'), removed: [] }
  const kept: string[] = []
  const removed: string[] = []
  for (const [row, line] of lines.entries()) {
    const field = fields[row]
    if (field) {
      if (MESSAGE_LABEL.test(field.label?.trim() ?? '')) kept.push(field.value ?? '')
      else removed.push(line)
    } else kept.push(line)
  }
  return { kept: kept.join('\n').trim(), removed: removedPart('form', removed.join('\n')) }
}
