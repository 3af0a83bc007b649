/** What is written between the words: urgency and emotion cues that move a judgement a little, never alone. */
import type { Emotion, Score, Urgency } from './types'

const CRITICAL =
  /\b(?:(?:completely|totally) down|outage|production (?:is )?down|fire|smoke|electric shock|security breach|hacked|fraud\w*)\b|着火|冒烟|触电|漏电|被盗|全部瘫痪/i
const HIGH =
  /\b(?:urgent(?:ly)?|asap|as soon as possible|immediately|right (?:now|away)|today|tomorrow|by (?:tonight|friday|monday)|deadline|still waiting|third time|can'?t wait)\b|紧急|加急|马上|立刻|立即|尽快|赶紧|今天(?:之内|就|必须)|急用|急需|十万火急/i
const LOW =
  /\b(?:no rush|no hurry|whenever you (?:can|have)|just (?:wondering|curious)|not urgent)\b|不急|不着急|有空|方便的时候/i

const ANGRY =
  /\b(?:unacceptable|ridiculous|disgrace(?:ful)?|furious|outrage(?:ous|d)?|worst|scam(?:mers)?|rip-?off|fed up|sick (?:of|and tired)|shame on|disgusting|pathetic|absolute joke|useless|robbery)\b|太(?:差|过分|离谱|气人)|气死|愤怒|垃圾|骗子|坑人|忍无可忍|什么破|无耻|恶心|欺骗消费者/i
const DISSATISFIED =
  /\b(?:disappoint\w*|frustrat\w*|unhappy|annoy\w*|not (?:good enough|happy|impressed)|let down|poor (?:service|quality)|still (?:not|no|hasn'?t|haven'?t|waiting)|again|yet again)\b|失望|不满|郁闷|无语|还没|一直没|又(?:坏|出)|第[二三四]次/i
const SATISFIED =
  /\b(?:thank(?:s| you) (?:so|very) much|great (?:service|help|job)|love (?:it|the|my)|works? perfectly|perfect|awesome|excellent|brilliant|much appreciated|happy with|very helpful|fantastic)\b|非常感谢|太好了|很满意|好评|点赞|完美|很棒|辛苦了|解决了/i

/** Adds to logits and renormalises; shifts are natural-log units. */
function shift<L extends string>(ranked: Score<L>[], shifts: Partial<Record<L, number>>): Score<L>[] {
  const powers = ranked.map((score) => ({ label: score.label, p: score.p * Math.exp(shifts[score.label] ?? 0) }))
  const total = powers.reduce((sum, score) => sum + score.p, 0) || 1
  return powers.map((score) => ({ label: score.label, p: score.p / total })).sort((a, b) => b.p - a.p)
}

export function shiftUrgency(ranked: Score<Urgency>[], text: string): Score<Urgency>[] {
  if (CRITICAL.test(text)) return shift(ranked, { critical: 2.2, high: 1, low: -1.5 })
  if (LOW.test(text)) return shift(ranked, { low: 1.2, high: -1, critical: -1.5 })
  if (HIGH.test(text)) return shift(ranked, { high: 1.2, critical: 0.3, low: -1 })
  return ranked
}

export function shiftEmotion(ranked: Score<Emotion>[], text: string): Score<Emotion>[] {
  const words = text.match(/\b[A-Z]{4,}\b/g)?.length ?? 0
  const shouting = words >= 3 || /[!！]{2,}/.test(text) ? 0.6 : 0
  const shifts: Partial<Record<Emotion, number>> = {}
  const add = (label: Emotion, value: number) => {
    shifts[label] = (shifts[label] ?? 0) + value
  }
  if (ANGRY.test(text)) {
    add('angry', 1.5 + shouting)
    add('dissatisfied', 0.5)
    add('satisfied', -1.5)
  } else if (DISSATISFIED.test(text)) {
    add('dissatisfied', 0.9)
    add('angry', shouting)
  }
  if (SATISFIED.test(text) && !ANGRY.test(text)) add('satisfied', 1.1)
  return shift(ranked, shifts)
}
