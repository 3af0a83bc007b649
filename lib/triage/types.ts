/** What triage says of a ticket. Plain data. */
import type { AuthorRole } from '../helpdesk/types'
import type { ErrorCode } from '../protocol/errors'

export type Emotion = 'satisfied' | 'neutral' | 'dissatisfied' | 'angry'
export type Urgency = 'low' | 'normal' | 'high' | 'critical'
export type HeadName = 'intent' | 'emotion' | 'urgency' | 'language'

export type RemovedKind = 'quote' | 'signature' | 'disclaimer' | 'bot' | 'form' | 'hidden'

/** Text taken out before the models read a message; the panel can show it. */
export interface RemovedPart {
  kind: RemovedKind
  text: string
}

export interface CleanMessage {
  commentId: string
  author: AuthorRole
  public: boolean
  createdAt: string
  text: string
  removed: RemovedPart[]
}

/** One label with its calibrated probability (0–1). */
export interface Score<L extends string = string> {
  label: L
  p: number
}

export interface Judgement<L extends string = string> {
  /** null: the classifier abstains ("Not sure"). */
  label: L | null
  /** Probability of `label`, or of the best label when abstaining. */
  p: number
  /** Best first. */
  ranked: Score<L>[]
  /** Set when a person corrected it. */
  corrected?: boolean
}

export interface MessageTriage {
  commentId: string
  createdAt: string
  intent: Judgement
  emotion: Judgement<Emotion>
  urgency: Judgement<Urgency>
  language: Judgement
  thanksOnly: boolean
  spam: boolean
}

export interface Escalation {
  level: 'senior' | 'supervisor'
  reason: 'angry' | 'worsening' | 'critical' | 'risk'
  /** Comment and sentence that tipped it. */
  commentId: string
  sentence: string
}

export interface Risk {
  kind: 'legal' | 'churn' | 'privacy' | 'vulnerable' | 'abuse'
  sentence: string
}

/** The ticket as a whole: newest requester message first in weight, trend over the thread. */
export interface TicketTriage {
  intent: Judgement
  /** Further intents of the same ticket, if several. */
  alsoIntents: Score[]
  emotion: Judgement<Emotion>
  urgency: Judgement<Urgency>
  language: Judgement
  thanksOnly: boolean
  spam: boolean
  risks: Risk[]
  trend: 'improving' | 'steady' | 'worsening'
  escalation: Escalation | null
  messages: MessageTriage[]
  /** Names of labels that a team made or renamed. */
  names: Record<string, string>
  /** Why no model read the ticket, where none could: then cues and patterns alone speak. */
  withoutModel: ErrorCode | null
}

/** Words that moved a decision; weight > 0 speaks for the label, positions are offsets in the clean text. */
export interface WhyWord {
  start: number
  end: number
  weight: number
}

export interface Why {
  commentId: string
  head: HeadName
  label: string
  text: string
  words: WhyWord[]
}

/**
 * The encoder as the domains see it. `texts` without prefix; returns one unit vector (384 float32) per text.
 * Throws EngineError-coded values when the model is missing or damaged.
 */
export interface Encoder {
  readonly dimensions: number
  encode(texts: string[], kind: 'query' | 'passage', signal?: AbortSignal): Promise<Float32Array[]>
}
