/**
 * The small port protocol that the engine and the helpdesk tab speak. Client to server: `call` and `cancel`; back:
 * any number of `chunk`, then one `done` or `failed`. A disconnect cancels everything. Plain JSON.
 */
import type { AppError } from './errors'

export type ToServer =
  | { type: 'call'; id: number; kind: string; payload: unknown }
  | { type: 'cancel'; id: number }
  | { type: 'ping' }

export type ToClient =
  | { type: 'chunk'; id: number; chunk: unknown }
  | { type: 'done'; id: number; value: unknown }
  | { type: 'failed'; id: number; error: AppError }
  | { type: 'event'; kind: string; payload: unknown }
  | { type: 'pong' }

/** What one kind of call carries. */
export interface CallShape {
  request: unknown
  chunk: unknown
  result: unknown
}

/** The part of a runtime port that we use; tests join two fakes. */
export interface Port {
  postMessage(message: unknown): void
  disconnect(): void
  onMessage: { addListener(listener: (message: unknown) => void): void }
  onDisconnect: { addListener(listener: () => void): void }
}
