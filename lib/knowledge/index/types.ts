/** Words of the index. A corpus is a list of segments; a segment holds documents; a document's passages are rows of it. */
import type { ArticleVisibility } from '../../helpdesk/types'

/** What search knows of a document (an article, a solved ticket) without its text. */
export interface Entry {
  key: string
  /** Rows it has, side by side. */
  passages: number
  locale: string
  section: string
  permission: ArticleVisibility
  /** Team it belongs to; null: all. */
  team: string | null
  draft: boolean
}

export interface PassageWords {
  title: string
  heading: string
  text: string
}

export interface IndexedDocument extends Omit<Entry, 'passages'> {
  passages: PassageWords[]
}

/** What a document must be to be found. Absent: anything. */
export interface Filter {
  /** Languages (BCP 47 primary subtag). */
  languages?: string[]
  sections?: string[]
  permissions?: ArticleVisibility[]
  /** Documents of this team and of no team. */
  team?: string
}

/** The immutable part of a segment, as stored. Term i has the postings from `starts[i]` to `starts[i + 1]`. */
export interface SegmentData {
  entries: Entry[]
  rows: number
  /** Sum of the rows' weighted lengths in terms. */
  length: number
  /** Keys of the terms (`termKey`), ascending. */
  keys: Float64Array
  starts: Uint32Array
  /** Row of each posting, ascending within a term. */
  postingRows: Uint16Array
  /** BM25's share of term frequency and length (0–1) as 0–255. */
  impacts: Uint8Array
}

/** Rows a segment may have: a row number takes 16 bits. */
export const MOST_ROWS = 65_536

/** int8 rows with one scale each, `scale` times each value gives the float; scale 0: no vector. */
export interface VectorBlock {
  values: Int8Array
  scales: Float32Array
}
