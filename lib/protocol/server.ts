/** Server side of the port protocol: checks every message, runs handlers, streams chunks, cancels. */
import { Failure, toAppError } from './errors'
import type { Port, ToClient } from './port'

export interface CallContext {
  signal: AbortSignal
  chunk(chunk: unknown): void
  /** Identifies the connection, for leases. */
  connection: string
}

export interface ServedCall {
  id: number
  kind: string
  payload: unknown
}

export interface ServedPort {
  event(kind: string, payload: unknown): void
}

/**
 * Serves one port. `run` gets a call whose envelope was checked and must check the payload itself. Unknown or malformed
 * envelopes close the port: a well-behaved client never sends them.
 */
export function servePort(
  port: Port,
  connection: string,
  run: (call: ServedCall, context: CallContext) => Promise<unknown>,
  onClosed: () => void = () => undefined,
): ServedPort {
  const running = new Map<number, AbortController>()
  let open = true

  const post = (message: ToClient) => {
    if (!open) return
    try {
      port.postMessage(message)
    } catch {
      close()
    }
  }
  function close(): void {
    if (!open) return
    open = false
    for (const controller of running.values()) controller.abort()
    onClosed()
  }

  async function call(served: ServedCall): Promise<void> {
    const controller = new AbortController()
    running.set(served.id, controller)
    const chunk = (value: unknown) => {
      if (!controller.signal.aborted) post({ type: 'chunk', id: served.id, chunk: value })
    }
    try {
      const value = await run(served, { signal: controller.signal, chunk, connection })
      if (controller.signal.aborted) throw new Failure('cancelled', 'cancelled')
      post({ type: 'done', id: served.id, value: value ?? null })
    } catch (thrown) {
      post({ type: 'failed', id: served.id, error: toAppError(thrown) })
    } finally {
      running.delete(served.id)
    }
  }

  port.onMessage.addListener((message) => {
    const envelope = readEnvelope(message)
    if (!envelope) {
      close()
      port.disconnect()
    } else if (envelope.type === 'ping') post({ type: 'pong' })
    else if (envelope.type === 'cancel') running.get(envelope.id)?.abort()
    else if (!running.has(envelope.id)) void call(envelope)
  })
  port.onDisconnect.addListener(close)
  return { event: (kind, payload) => post({ type: 'event', kind, payload }) }
}

type Envelope = { type: 'ping' } | { type: 'cancel'; id: number } | ({ type: 'call' } & ServedCall)

function readEnvelope(message: unknown): Envelope | null {
  if (typeof message !== 'object' || message === null) return null
  const { type, id, kind, payload } = message as Record<string, unknown>
  if (type === 'ping') return { type }
  if (typeof id !== 'number') return null
  if (type === 'cancel') return { type, id }
  if (type === 'call' && typeof kind === 'string') return { type, id, kind, payload }
  return null
}
