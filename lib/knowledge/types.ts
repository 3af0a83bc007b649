/** Words of the knowledge domain. Plain data. */
import type { ArticleVisibility } from '../helpdesk/types'

/** A stretch of an article under one heading, small enough to quote. */
export interface Passage {
  /** `${host}|${articleId}|${locale}|${n}` */
  id: string
  articleId: string
  locale: string
  title: string
  heading: string
  text: string
  url: string
  visibility: ArticleVisibility
  draft: boolean
  editedAt: string
}

export interface PassageHit {
  passage: Passage
  /** Fused rank score, for ordering only. */
  score: number
  /** Cosine of query and passage; null before vectors exist. */
  cosine: number | null
  /** Words of the query found in the passage. */
  terms: string[]
}

export type Answer = { known: true; sentences: AnswerSentence[]; sources: PassageHit[] } | { known: false; sources: PassageHit[] }

export interface AnswerSentence {
  text: string
  /** Index in `sources`. */
  source: number
}

export interface SyncState {
  host: string
  phase: 'idle' | 'listing' | 'embedding' | 'failed'
  articles: number
  passages: number
  embedded: number
  /** Articles seen in this run and expected, when known. */
  seen: number
  total: number | null
  lastSync: string | null
  error?: string
}
