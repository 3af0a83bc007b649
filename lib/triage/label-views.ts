/** Labels and corrections as the settings page shows them. Plain data. */
import type { HeadName } from './types'

export interface LabelView {
  label: string
  /** The team's name for it; null: the interface's own. */
  name: string | null
  hidden: boolean
  /** The helpdesk's field and value that say the same. */
  field: { key: string; value: string } | null
  /** null for a ready-made label. */
  own: { name: string; description: string; titles: string[] } | null
}

export interface CorrectionView {
  key: string
  head: HeadName
  label: string
  at: string
  ticketId: string
  undone: boolean
  origin: 'ticket' | 'pack'
}

export interface LabelsView {
  host: string
  labels: LabelView[]
  /** Newest first. */
  corrections: CorrectionView[]
}
