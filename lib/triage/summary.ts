/** The gist of a thread in the customer's own sentences: what they want, what was tried, what is not answered yet. Nothing is rewritten. */
import { splitSentences } from '../knowledge/sentences'
import type { CleanMessage } from './types'

export interface TicketSummary {
  /** The sentence that asks for something; null when none does. */
  wants: string | null
  tried: string[]
  /** Questions since our last public answer. */
  open: string[]
}

const ASKS =
  /\b(?:please|could you|can you|would you|i(?:'d| would) like|i (?:want|need|demand|expect)|help me|send me|let me know|tell me|how (?:do|can|long)|when (?:will|can|do)|where (?:is|are)|is it possible|refund|replace|cancel|fix)\b|请|麻烦|希望|想要|我要|要求|能不能|能否|可不可以|帮(?:我|忙)|怎么(?:办|弄|操作)|什么时候|退(?:款|钱|货)|取消/i
const TRIED =
  /\b(?:i|we)(?:'ve| have| had)? (?:already |also |just |even )?(?:tried|re-?started|rebooted|re-?set|re-?installed|updated|cleared|checked|changed|replaced|contacted|called|phoned|wrote|e-?mailed|chatted|sent|uploaded|unplugged|logged out)\b|(?:已经|都|也|还)?(?:试过|重启|重装|重置|卸载|联系过|打过电话|打了电话|查过|查了|发过|换过|清过)/i
const QUESTION = /[?？]["”’)）]*$|(?:吗|呢|么)[。！!]?$/
const NOT_ABOUT_US = /^(?:hi|hello|dear|hey|您好|你好|亲)\b/i

const MOST = 3
const LONGEST = 220
/** `PATIENCE??` asks for nothing. */
const QUESTION_SIZE = 14
/** Size of a thread from which reading the gist is quicker than reading all of it. */
const WORTH_IT = 160

/** Null for a thread that is read at a glance. Pure. */
export function summarise(messages: CleanMessage[]): TicketSummary | null {
  const own = messages.filter((message) => message.author === 'requester' && message.public && message.text !== '')
  if (own.reduce((sum, message) => sum + size(message.text), 0) < WORTH_IT) return null
  const answered = messages.findLastIndex((message) => message.author === 'agent' && message.public)
  const since = messages.slice(answered + 1).filter((message) => own.includes(message))
  const said = own.map((message) => splitSentences(message.text).filter((sentence) => !NOT_ABOUT_US.test(sentence)))
  const asked = (since.length > 0 ? since : own.slice(-1)).flatMap((message) => splitSentences(message.text))
  // The newest message that asks for something says what is wanted now; the first such sentence is seldom the politeness.
  const wants = said.findLast((sentences) => sentences.some(asks))?.findLast(asks) ?? null
  return {
    wants: wants && cut(wants),
    tried: unique(said.flat().filter((sentence) => TRIED.test(sentence))),
    open: unique(
      asked.filter(
        (sentence) => QUESTION.test(sentence) && size(sentence) >= QUESTION_SIZE && cut(sentence) !== (wants && cut(wants)),
      ),
    ),
  }
}

/** In letters; an ideograph says about as much as three. */
const size = (text: string): number => text.length + 2 * (text.match(/\p{Script=Han}/gu)?.length ?? 0)
const asks = (sentence: string): boolean => ASKS.test(sentence) && sentence.length > 8
const cut = (sentence: string): string => (sentence.length > LONGEST ? `${sentence.slice(0, LONGEST)}…` : sentence)
const unique = (sentences: string[]): string[] => [...new Set(sentences.map(cut))].slice(-MOST)
