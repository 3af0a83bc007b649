/** The fixed wording of a composed reply. Nothing here promises anything. */
import type { Emotion } from '../triage/types'
import type { Tone } from './types'

export interface Phrases {
  greeting: (name: string, tone: Tone) => string
  /** What the customer wants, as a clause for `understood`; by intent. */
  wish: Record<string, string>
  understood: (wish: string, order: string | null) => string
  received: string
  feeling: Partial<Record<Emotion, string>>
  lead: string
  article: (title: string, url: string) => string
  more: (url: string) => string
  missingOrder: string
  noAnswer: string
  question: string
  welcome: string
  closing: (tone: Tone) => string
  team: string
  note: {
    wants: (intent: string) => string
    mood: (emotion: string, urgency: string) => string
    sources: string
    none: string
    next: string
  }
  /** Between sentences of one paragraph. */
  gap: string
}

export type PhraseLanguage = 'en' | 'zh'

/** Intents whose answer depends on which order is meant. */
export const NEEDS_ORDER = new Set([
  'order_status',
  'order_change',
  'order_cancel',
  'delivery_issue',
  'return_exchange',
  'refund_request',
  'refund_status',
  'product_defect',
  'charge_dispute',
])
