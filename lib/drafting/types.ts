/** A reply being written. Plain data. */
import type { ReplyBlock } from '../helpdesk/types'

export type Tone = 'neutral' | 'friendly' | 'formal'
export type Length = 'short' | 'normal' | 'detailed'

export interface DraftOptions {
  tone: Tone
  length: Length
  /** BCP 47 (`en`, `zh`), or null for the ticket's language. */
  language: string | null
  /** A note for colleagues, or a reply to the customer. */
  audience: 'public' | 'note'
}

/** Where a sentence comes from: a passage (index in `sources`), the ticket itself, the form of a letter, or nothing. */
export type Support = { kind: 'passage'; source: number } | { kind: 'ticket' } | { kind: 'form' } | { kind: 'none' }

export interface DraftSentence {
  text: string
  support: Support
}

export interface DraftBlock {
  kind: 'paragraph' | 'ordered' | 'bulleted'
  /** One paragraph's sentences, or one sentence per list item. */
  sentences: DraftSentence[]
}

export interface DraftSource {
  passageId: string
  title: string
  url: string
  internal: boolean
}

export type CheckKind = 'unsupported' | 'promise' | 'amount' | 'link' | 'contact' | 'date' | 'order' | 'internal'

/** Something a person must look at before sending. `start`/`end` are offsets in the draft's text. */
export interface Check {
  kind: CheckKind
  text: string
  start: number
  end: number
}

export interface Draft {
  /** Engine that wrote it, e.g. `composer`. */
  engine: string
  language: string
  blocks: DraftBlock[]
  sources: DraftSource[]
  checks: Check[]
}

/** Text of a draft as shown in the editor field, and back into blocks for the helpdesk. */
export type ToBlocks = (text: string) => ReplyBlock[]
