/** What one text says: from its vector where there is one, and from the cues in its wording. */
import { shiftEmotion, shiftUrgency } from './cues'
import type { ClassifierName, Heads } from './heads'
import { judgeLanguage } from './language'
import type { Emotion, Judgement, Score, Urgency } from './types'

export interface TextJudgement {
  intent: Judgement
  emotion: Judgement<Emotion>
  urgency: Judgement<Urgency>
  language: Judgement
  thanks: Judgement
  spam: Judgement
}

const NOTHING = { label: null, p: 0, ranked: [] }
/** How customers write on average; what cues move when no model has read the text. */
const EMOTIONS: Score<Emotion>[] = [
  { label: 'neutral', p: 0.4 },
  { label: 'dissatisfied', p: 0.3 },
  { label: 'angry', p: 0.2 },
  { label: 'satisfied', p: 0.1 },
]
const URGENCIES: Score<Urgency>[] = [
  { label: 'normal', p: 0.5 },
  { label: 'high', p: 0.25 },
  { label: 'low', p: 0.15 },
  { label: 'critical', p: 0.1 },
]

/** `reading` is null where the encoder or the heads cannot be used: then nothing is named, and cues alone rank the labels. */
export function judgeText(text: string, reading: { vector: Float32Array; heads: Heads } | null): TextJudgement {
  const language = judgeLanguage(text)
  if (!reading) {
    return {
      intent: NOTHING,
      emotion: answered(shiftEmotion(EMOTIONS, text), 1),
      urgency: answered(shiftUrgency(URGENCIES, text), 1),
      language,
      thanks: NOTHING,
      spam: NOTHING,
    }
  }
  const { vector, heads } = reading
  const judge = (name: ClassifierName) => heads.judge(name, vector, language.label)
  const scores = <L extends string>(name: ClassifierName) => heads.scores(name, vector, language.label) as Score<L>[]
  return {
    intent: judge('intent'),
    emotion: answered(shiftEmotion(scores<Emotion>('emotion'), text), heads.answersFrom('emotion', language.label)),
    urgency: answered(shiftUrgency(scores<Urgency>('urgency'), text), heads.answersFrom('urgency', language.label)),
    language,
    thanks: judge('thanks'),
    spam: judge('spam'),
  }
}

function answered<L extends string>(ranked: Score<L>[], from: number): Judgement<L> {
  const best = ranked[0]
  return { label: best && best.p >= from ? best.label : null, p: best?.p ?? 0, ranked }
}
