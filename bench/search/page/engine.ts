/** What is measured of each engine, in a page of its own. Passages have numbers; an article is four of them. */
import type { Generator, Query } from '../generate'

export const PER_ARTICLE = 4

export interface BuildTimes {
  /** Milliseconds to index the words, and the vectors. */
  words: number
  vectors: number
}

export interface Engine {
  /** Makes the index of passages 0 to `size` in memory. */
  build(generator: Generator, size: number): Promise<BuildTimes>
  /** Stores it in this profile. Throws when it cannot be stored. */
  store(): Promise<void>
  /** Opens what was stored as far as a first answer needs, then the rest. */
  open(): Promise<void>
  complete(): Promise<void>
  /** Numbers of the best ten passages. */
  search(query: Query): Promise<number[]> | number[]
  /** Indexes an article anew in memory, or until it is durable. Milliseconds. Absent: not measured. */
  change?(generator: Generator, article: number, durable: boolean): Promise<number>
  /** Bytes that a search must at least read, if known. */
  reads?(query: Query): number
}

export const time = async (work: () => unknown): Promise<number> => {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** One key of IndexedDB for engines that store themselves as one value. */
export async function putValue(key: string, value: unknown): Promise<void> {
  const store = await storeOf('readwrite')
  store.put(value, key)
  await new Promise<void>((resolve, reject) => {
    store.transaction.oncomplete = () => resolve()
    store.transaction.onabort = () => reject(store.transaction.error)
  })
}

export async function getValue(key: string): Promise<unknown> {
  const request = (await storeOf('readonly')).get(key)
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

function storeOf(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const request = indexedDB.open('peer', 1)
  request.onupgradeneeded = () => request.result.createObjectStore('values')
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result.transaction('values', mode).objectStore('values'))
    request.onerror = () => reject(request.error)
  })
}
