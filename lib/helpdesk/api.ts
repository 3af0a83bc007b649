/** Same-origin reads with the agent's session. Answers that are not JSON of a sane size are errors, never data. */
import { HelpdeskError, type HelpdeskErrorCode } from './types'

const DEADLINE_MS = 15_000
const MOST_CHARACTERS = 20_000_000
const ATTEMPTS = 3

export interface ApiAnswer {
  json: Record<string, unknown>
  headers: Headers
}

const BY_STATUS: Record<number, HelpdeskErrorCode> = {
  401: 'signed-out',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  429: 'rate-limited',
}

/** Reads one path of this origin. Transient failures are tried again, with growing waits. Throws HelpdeskError. */
export async function getJson(path: string, signal: AbortSignal): Promise<ApiAnswer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read(path, signal)
    } catch (thrown) {
      if (signal.aborted) throw thrown
      const error = thrown instanceof HelpdeskError ? thrown : new HelpdeskError('network', String(thrown))
      if (attempt === ATTEMPTS || error.code !== 'network') throw error
      await pause(300 * 2 ** attempt * (0.75 + Math.random() / 2), signal)
    }
  }
}

async function read(path: string, signal: AbortSignal): Promise<ApiAnswer> {
  const url = new URL(path, location.origin)
  if (url.origin !== location.origin) throw new HelpdeskError('bad-response', 'address of another host')
  const response = await fetch(url, {
    headers: { Accept: 'application/json' },
    credentials: 'same-origin',
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]),
  })
  if (response.type === 'opaqueredirect') throw new HelpdeskError('signed-out', 'redirected')
  if (!response.ok) {
    const retryAfter = Math.min(300, Number(response.headers.get('retry-after')) || (response.status === 429 ? 30 : 0))
    throw new HelpdeskError(
      BY_STATUS[response.status] ?? (response.status >= 500 ? 'network' : 'bad-response'),
      `status ${response.status}`,
      retryAfter,
    )
  }
  const type = response.headers.get('content-type') ?? ''
  // A session that ended is answered with the page to sign in, as if all were well.
  if (type.includes('html')) throw new HelpdeskError('signed-out', 'a page instead of data')
  if (!type.includes('json')) throw new HelpdeskError('bad-response', 'not JSON')
  const text = await readText(response)
  try {
    return { json: JSON.parse(text) as Record<string, unknown>, headers: response.headers }
  } catch {
    throw new HelpdeskError('bad-response', 'broken JSON')
  }
}

/** Reads a body, and stops reading one that is too large. */
async function readText(response: Response): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    text += part.value
    if (text.length > MOST_CHARACTERS) {
      void reader?.cancel()
      throw new HelpdeskError('bad-response', 'too large')
    }
  }
  return text
}

/** Seconds to leave the helpdesk alone. The quota is the whole company's: slow down well before it ends. */
export function waitSeconds(headers: Headers, total: string, remaining: string): number {
  const limit = Number(headers.get(total))
  return limit > 0 && Number(headers.get(remaining)) < limit * 0.3 ? 20 : 0
}

/** Reads once for a page load; a failed read is forgotten. */
export function once<T>(read: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let known: Promise<T> | null = null
  return (signal) => {
    known ??= read(signal)
    known.catch(() => {
      known = null
    })
    return known
  }
}

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}

/** Result of an optional read: a missing name or label must not cost the ticket. Cancelling still counts. */
export async function optional<T>(read: Promise<T>, fallback: T, signal: AbortSignal): Promise<T> {
  try {
    return await read
  } catch (thrown) {
    if (signal.aborted) throw thrown
    return fallback
  }
}

/** The fallback where this agent may not read it; a failure that may pass is thrown, so that nothing is lost for good. */
export async function ifAllowed<T>(read: Promise<T>, fallback: T): Promise<T> {
  try {
    return await read
  } catch (thrown) {
    if (thrown instanceof HelpdeskError && (thrown.code === 'forbidden' || thrown.code === 'not-found')) return fallback
    throw thrown
  }
}

// What helpdesks answer is not trusted to have the documented shape.
export type Json = Record<string, unknown>
export const asText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
export const asTextOrNull = (value: unknown): string | null => asText(value) || null
export const asList = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter((each): each is Json => typeof each === 'object' && each !== null) : []
export const asObject = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
export const byId = (list: Json[]): Map<string, Json> => new Map(list.map((each) => [asText(each.id), each]))
