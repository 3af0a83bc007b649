import type { RemovedKind, RemovedPart } from './types'

/** What a step of the cleaning keeps and takes out. */
export interface Split {
  kept: string
  removed: RemovedPart[]
}

/** Lines around quoted history that the mark-up named as such. Private-use characters; `visibleCharacters` takes a sender's own away. */
export const QUOTE_MARKS = { open: '\uE002', close: '\uE003' }

export const removedPart = (kind: RemovedKind, text: string): RemovedPart[] => (text.trim() ? [{ kind, text: text.trim() }] : [])

export const withoutMarks = (text: string): string => text.replaceAll(QUOTE_MARKS.open, '').replaceAll(QUOTE_MARKS.close, '')
