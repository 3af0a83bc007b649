/** Every error that crosses a context, as a value. The interface words the codes (`error.<code>` in the locales). */
export type ErrorCode =
  // helpdesk
  | 'signed-out'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'bad-response'
  | 'network'
  | 'conflict'
  // insert
  | 'ticket-changed'
  | 'channel-changed'
  | 'new-comment'
  | 'no-editor'
  | 'read-only'
  | 'composing'
  | 'not-verified'
  | 'refused'
  // engine
  | 'model-missing'
  | 'model-damaged'
  | 'engine-crashed'
  | 'storage-full'
  | 'storage-broken'
  // any
  | 'bad-request'
  | 'cancelled'
  | 'deadline'
  | 'disconnected'
  | 'internal'

export interface AppError {
  code: ErrorCode
  /** For logs and people who ask; English, never ticket text. */
  message: string
  /** Seconds until a retry makes sense; 0 when unknown. */
  retryAfter?: number
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: AppError }

/** An AppError that can be thrown inside one context. */
export class Failure extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly retryAfter = 0,
  ) {
    super(message)
  }
}

/** Any thrown thing as an AppError; unknown ones become `internal`. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') {
    const retryAfter = 'retryAfter' in thrown && typeof thrown.retryAfter === 'number' ? thrown.retryAfter : 0
    return { code: thrown.code as ErrorCode, message: thrown.message, retryAfter }
  }
  if (thrown instanceof Error && thrown.name === 'AbortError') return { code: 'cancelled', message: 'cancelled' }
  return { code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) }
}
