/** Brings a help centre into the engine: the only place that has both the helpdesk's port and the engine's. */
import type { SyncState } from '../knowledge/types'
import type { PortClient } from '../protocol/client'
import type { EngineCalls, EngineEvents } from '../protocol/engine'
import { Failure } from '../protocol/errors'
import type { HelpdeskCalls, HelpdeskEvents } from '../protocol/helpdesk'

/** Milliseconds after which a help centre is looked at again. */
const STALE_MS = 3_600_000
const ATTEMPTS = 5

export interface SyncDeps {
  engine: Pick<PortClient<EngineCalls, EngineEvents>, 'call'>
  helpdesk: Pick<PortClient<HelpdeskCalls, HelpdeskEvents>, 'call'>
  now: () => number
  wait: (ms: number, signal: AbortSignal) => Promise<void>
}

export const isStale = (state: SyncState, now: number): boolean =>
  state.lastSync === null || now - Date.parse(state.lastSync) > STALE_MS

/**
 * Runs one sync to its end, from where an earlier one stopped. Returns false when another panel is doing it. Throws Failure;
 * what was stored stays, and the next call goes on from there.
 */
export async function syncKnowledge(host: string, full: boolean, deps: SyncDeps, signal: AbortSignal): Promise<boolean> {
  const start = await deps.engine.call('knowledge.sync.begin', { host, full }, { signal })
  if (start.lease === null) return false
  let cursor = start.cursor
  for (;;) {
    const page = await pageWithPatience(cursor, start.since, deps, signal)
    cursor = page.cursor
    await deps.engine.call(
      'knowledge.sync.put',
      { host, lease: start.lease, articles: page.articles, cursor, total: page.total },
      { signal },
    )
    if (cursor === null) break
    if (page.waitSeconds > 0) await deps.wait(page.waitSeconds * 1000, signal)
  }
  await deps.engine.call('knowledge.sync.finish', { host, lease: start.lease }, { signal })
  return true
}

/** Rate limits and short failures are waited out; what asking again cannot change is not. */
async function pageWithPatience(cursor: string | null, since: string | null, deps: SyncDeps, signal: AbortSignal) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await deps.helpdesk.call('articles.page', { cursor, since }, { signal })
    } catch (thrown) {
      const passing = thrown instanceof Failure && ['rate-limited', 'network', 'deadline'].includes(thrown.code)
      if (!passing || attempt === ATTEMPTS) throw thrown
      const seconds = thrown.retryAfter || 2 ** attempt
      await deps.wait(seconds * 1000 * (1 + Math.random() / 4), signal)
    }
  }
}

export function waitMs(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new Failure('cancelled', 'cancelled'))
    })
  })
}
