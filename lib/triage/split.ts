import type { RemovedKind, RemovedPart } from './types'

/** What a step of the cleaning keeps and takes out. */
export interface Split {
  kept: string
  removed: RemovedPart[]
}

/** Stands before quoted history that the mark-up named as such. */
export const QUOTE_MARK = '\uE002'

export const removedPart = (kind: RemovedKind, text: string): RemovedPart[] => (text.trim() ? [{ kind, text: text.trim() }] : [])
