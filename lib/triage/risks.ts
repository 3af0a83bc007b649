/**
 * Words that call for a person with authority, whatever the classifiers say. Plain patterns: they can be read and argued with.
 * The risk head adds what no pattern foresaw.
 */
import { splitSentences } from '../knowledge/sentences'
import type { Heads } from './heads'
import { judgeLanguage } from './language'
import type { CleanMessage, Risk } from './types'

export type FoundRisk = Risk & { commentId: string }

const PATTERNS: [Risk['kind'], RegExp][] = [
  [
    'legal',
    /\b(?:my (?:lawyer|solicitor|attorney)|legal action|take (?:you|this) to court|small claims|trading standards|ombudsman|consumer protection|sue you|file a complaint with|chargeback)\b|律师|起诉|法院|消费者协会|消协|12315|工商局|仲裁|(?:向|到).{0,8}投诉.{0,4}(?:平台|部门|局)/i,
  ],
  [
    'churn',
    /\b(?:(?:cancel|close|delete) (?:my|our) (?:account|subscription|membership)|switch(?:ing)? to (?:a |another |your )?(?:competitor|brand|provider|company)|never (?:buy|order|shop)(?:ing)? (?:from|with|here|anything)|(?:this is|was) (?:my|the) last (?:order|time (?:i|we) (?:buy|order|shop))|taking (?:my|our) business)\b|再也不(?:买|会买|来)|注销(?:我的)?账号|换(?:一家|别家|其他品牌)|取消会员/i,
  ],
  [
    'privacy',
    /\b(?:gdpr|data (?:breach|protection|leak)|(?:delete|erase) (?:all )?(?:my|our|the) (?:personal )?(?:data|information)|delete .{0,30}everything you (?:know|have|hold)|right to be forgotten|someone (?:else )?(?:has )?access(?:ed)? (?:to )?my account|identity theft|personal (?:data|information) (?:was|has been) (?:leaked|shared|exposed))\b|(?:个人)?(?:信息|隐私|数据)(?:被)?(?:泄露|泄漏|外泄)|删除我的(?:所有)?(?:个人)?(?:信息|数据)|被盗号|账号被盗|《?个人信息保护法/i,
  ],
  [
    'vulnerable',
    /\b(?:(?:caught|on|catch(?:es|ing)?) fire|electric shock|burn(?:ed|t) (?:my|her|his|the)|smoke (?:came|coming|pouring)|(?:start(?:s|ed)? to|began to|is|was|started) smok(?:e|ing)|sparks|(?:was|got|is) (?:injured|hurt)|in hospital|suicid\w*|kill myself|end my life|my (?:baby|child|toddler|grandmother|elderly))\b|着火|起火|冒烟|触电|漏电|烫伤|受伤|住院|自杀|不想活/i,
  ],
  ['abuse', /\b(?:fuck\w*|you idiots?|bastards?|piece of shit|i will find you|i know where you)\b|傻[逼比]|他妈|混蛋|滚蛋|弄死/i],
]
const NEGATED =
  /\b(?:don'?t|do not|didn'?t|not|never|no) (?:want to |need to |going to |planning to )?$|(?:不想|不会|没有|不需要|没)$/i

/** One risk per kind, with the newest sentence that says so. Only what the requester wrote to us counts. */
export function findRisks(messages: CleanMessage[]): FoundRisk[] {
  const found = new Map<Risk['kind'], FoundRisk>()
  for (const message of messages) {
    if (message.author !== 'requester' || !message.public) continue
    for (const sentence of splitSentences(message.text)) {
      for (const [kind, pattern] of PATTERNS) {
        const match = pattern.exec(sentence)
        if (!match || NEGATED.test(sentence.slice(0, match.index))) continue
        found.set(kind, { kind, sentence: sentence.slice(0, 300), commentId: message.commentId })
      }
    }
  }
  return [...found.values()]
}

/** Sentences of one message that are read by themselves at most. */
const SENTENCES = 12

/**
 * Risks that the head sees in a message and no pattern named, each with the sentence that speaks most for it. Costs passes
 * of the encoder only where there is such a risk. `texts` and `vectors` are those of the requester's messages.
 */
export async function addRisks(
  found: FoundRisk[],
  texts: readonly { commentId: string; text: string }[],
  vectors: ReadonlyMap<string, Float32Array>,
  heads: Heads,
  encode: (texts: string[]) => Promise<Float32Array[]>,
): Promise<FoundRisk[]> {
  const risks = [...found]
  if (heads.labels('risk').length === 0) return risks
  for (const { commentId, text } of texts.toReversed()) {
    const vector = vectors.get(commentId)
    if (!vector) continue
    const language = judgeLanguage(text).label
    const from = heads.answersFrom('risk', language)
    const seen = heads
      .scores('risk', vector, language)
      .filter(({ label, p }) => p >= from && !risks.some(({ kind }) => kind === label))
    if (seen.length === 0) continue
    const sentences = splitSentences(text).slice(0, SENTENCES)
    const scored = (await encode(sentences)).map((each) => heads.scores('risk', each, language))
    for (const { label } of seen) {
      const weights = scored.map((scores) => scores.find((score) => score.label === label)?.p ?? 0)
      const sentence = sentences[weights.indexOf(Math.max(...weights))] ?? text
      risks.push({ kind: label as Risk['kind'], sentence: sentence.slice(0, 300), commentId })
    }
  }
  return risks
}
