/** The knowledge base as the engine uses it: the library for store and index, the encoder for vectors, and work that nobody waits for. */
import type { Article } from '../helpdesk/types'
import type { Encoder } from '../triage/types'
import { candidates, opening, pick } from './answer'
import { passageText } from './chunk'
import type { Library, PassageQuery } from './library'
import type { SyncStart } from './sync'
import type { Answer, PassageHit, SyncState } from './types'

export interface Knowledge {
  begin(host: string, full: boolean, connection: string): Promise<SyncStart>
  put(host: string, lease: string, articles: Article[], cursor: string | null, total: number | null): Promise<SyncState>
  finish(host: string, lease: string): Promise<SyncState>
  release(connection: string): void
  state(host: string): Promise<SyncState>
  hosts(): Promise<SyncState[]>
  /** Passages for a text whose vector may be known already. */
  find(host: string, query: PassageQuery): Promise<PassageHit[]>
  ask(host: string, question: string, locale: string | null, signal: AbortSignal): Promise<Answer>
  dislike(host: string, passageId: string, intent: string | null): Promise<void>
  /** Erases one host's rows, or everything. */
  erase(host: string | null): Promise<void>
}

export interface KnowledgeDeps {
  library: Library
  encoder: Encoder
  onState: (state: SyncState) => void
  /** Runs one unit of background work when nobody waits for the encoder. */
  idle: (work: () => Promise<void>) => Promise<void>
}

const EMBED_BATCH = 2

export function createKnowledge({ library, encoder, onState, idle }: KnowledgeDeps): Knowledge {
  const working = new Set<string>()
  const begun = new Set<string>()
  const failed = new Map<string, string>()

  async function state(host: string): Promise<SyncState> {
    const { listing, ...stored } = await library.state(host)
    const error = failed.get(host)
    const phase = error ? 'failed' : listing ? 'listing' : working.has(host) ? 'embedding' : 'idle'
    return { host, phase, ...stored, ...(error ? { error } : {}) }
  }

  /** Keeps the index tidy and makes the vectors that are missing, a few at a time, until there is nothing to do. */
  async function work(host: string): Promise<void> {
    if (working.has(host)) return
    working.add(host)
    begun.add(host)
    failed.delete(host)
    try {
      for (let more = true; more; ) {
        await idle(async () => {
          more = (await library.tidy(host)) || (await embedSome(host))
        })
      }
    } catch (thrown) {
      failed.set(host, thrown instanceof Error ? thrown.message : String(thrown))
    } finally {
      working.delete(host)
      onState(await state(host))
    }
  }

  async function embedSome(host: string): Promise<boolean> {
    const missing = await library.missing(host, EMBED_BATCH)
    if (missing.length === 0) return false
    await library.putVectors(host, missing, await encoder.encode(missing.map(passageText), 'passage'))
    onState(await state(host))
    return true
  }

  async function changed(host: string): Promise<SyncState> {
    void work(host)
    const current = await state(host)
    onState(current)
    return current
  }

  return {
    begin: library.begin,
    async put(host, lease, articles, cursor, total) {
      await library.put(host, lease, articles, cursor, total)
      return changed(host)
    },
    async finish(host, lease) {
      await library.finish(host, lease)
      return changed(host)
    },
    release: (connection) => void library.release(connection),
    state,
    hosts: async () => Promise.all((await library.hosts()).map(state)),
    async find(host, query) {
      const hits = await library.find(host, query)
      // What an earlier session left undone is taken up with the first question, and tried again after a failure.
      if (!begun.has(host) || failed.has(host)) void work(host)
      return hits
    },
    async ask(host, question, locale, signal) {
      const [vector = null] = await encoder.encode([question], 'query', signal)
      const { known, sources } = await library.sources(host, question, vector, locale)
      if (!known) return { known, sources }
      const asked = candidates(sources)
      if (vector === null) return { known, sentences: opening(asked), sources }
      const vectors = await encoder.encode(
        asked.map(({ read }) => read),
        'passage',
        signal,
      )
      return { known, sentences: pick(asked, vectors, vector), sources }
    },
    dislike: library.dislike,
    erase: library.erase,
  }
}
