/** Every store with what it holds, why, for how long and who erases it. The privacy page shows this list; a test compares it with the databases. */

export type DataClass = 'none' | 'organisation' | 'personal'

export interface DeclaredStore {
  database: 'overdesk-knowledge' | 'overdesk-broker' | 'settings'
  table: string
  purpose: 'search' | 'sync' | 'teaching' | 'once-only' | 'audit' | 'preferences' | 'speed'
  data: DataClass
  /** Days; null: until erased. */
  days: number | null
}

export const DECLARED_STORES: DeclaredStore[] = [
  { database: 'overdesk-knowledge', table: 'articles', purpose: 'search', data: 'organisation', days: null },
  { database: 'overdesk-knowledge', table: 'passages', purpose: 'search', data: 'organisation', days: null },
  { database: 'overdesk-knowledge', table: 'vectors', purpose: 'search', data: 'organisation', days: null },
  { database: 'overdesk-knowledge', table: 'segments', purpose: 'search', data: 'organisation', days: null },
  { database: 'overdesk-knowledge', table: 'postings', purpose: 'search', data: 'organisation', days: null },
  { database: 'overdesk-knowledge', table: 'vectorBlocks', purpose: 'search', data: 'organisation', days: null },
  { database: 'overdesk-knowledge', table: 'vectorLog', purpose: 'search', data: 'organisation', days: null },
  { database: 'overdesk-knowledge', table: 'sync', purpose: 'sync', data: 'none', days: null },
  { database: 'overdesk-knowledge', table: 'corrections', purpose: 'teaching', data: 'personal', days: null },
  { database: 'overdesk-knowledge', table: 'labels', purpose: 'teaching', data: 'organisation', days: null },
  { database: 'overdesk-knowledge', table: 'labelSettings', purpose: 'teaching', data: 'organisation', days: null },
  { database: 'overdesk-knowledge', table: 'measured', purpose: 'speed', data: 'none', days: null },
  { database: 'overdesk-knowledge', table: 'dislikes', purpose: 'teaching', data: 'none', days: null },
  { database: 'overdesk-broker', table: 'outbox', purpose: 'once-only', data: 'personal', days: 1 },
  { database: 'overdesk-broker', table: 'audit', purpose: 'audit', data: 'none', days: null },
  { database: 'settings', table: 'settings', purpose: 'preferences', data: 'none', days: null },
]
