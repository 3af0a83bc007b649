/** Client side of the port protocol: opens the port when needed, keeps it alive, and turns losses into typed failures. */
import { type ErrorCode, Failure } from './errors'
import type { CallShape, Port, ToClient, ToServer } from './port'

/** Firefox stops a background page after 30 quiet seconds; only incoming messages count. */
const PING_MS = 10_000
const DEFAULT_DEADLINE_MS = 60_000

export interface CallOptions<C> {
  signal?: AbortSignal
  onChunk?: (chunk: C) => void
  /** Milliseconds without an answer or a chunk until the call fails with `deadline`. */
  deadlineMs?: number
}

export type CallMap<T> = { [K in keyof T]: CallShape }

export interface PortClient<Calls extends CallMap<Calls>, Events> {
  call<K extends keyof Calls & string>(
    kind: K,
    request: Calls[K]['request'],
    options?: CallOptions<Calls[K]['chunk']>,
  ): Promise<Calls[K]['result']>
  on<K extends keyof Events & string>(kind: K, listener: (payload: Events[K]) => void): () => void
  /** Called when the other side went away; the next call connects again. */
  onLost(listener: () => void): () => void
  close(): void
}

interface Waiting {
  chunk(chunk: unknown): void
  settle(outcome: { value: unknown } | { failure: Failure }): void
}

/**
 * A client over ports that `connect` opens. Calls reject with Failure: what the server said, `cancelled`, `deadline`
 * or `disconnected`. Nothing is repeated by itself; the caller knows what is safe to repeat.
 */
export function createPortClient<Calls extends CallMap<Calls>, Events>(
  connect: () => Port | Promise<Port>,
): PortClient<Calls, Events> {
  const waiting = new Map<number, Waiting>()
  const listeners = new Map<string, Set<(payload: never) => void>>()
  const lostListeners = new Set<() => void>()
  let port: Promise<Port> | null = null
  let ping: ReturnType<typeof setInterval> | undefined
  let nextId = 1
  let closed = false

  function lost(): void {
    if (!port) return
    port = null
    clearInterval(ping)
    for (const each of [...waiting.values()]) each.settle({ failure: new Failure('disconnected', 'the other side went away') })
    for (const listener of lostListeners) listener()
  }

  function receive(message: unknown): void {
    const parsed = message as ToClient
    if (parsed.type === 'event') {
      for (const listener of listeners.get(parsed.kind) ?? []) listener(parsed.payload as never)
      return
    }
    if (parsed.type === 'pong') return
    const call = waiting.get(parsed.id)
    if (!call) return
    if (parsed.type === 'chunk') call.chunk(parsed.chunk)
    else if (parsed.type === 'done') call.settle({ value: parsed.value })
    else call.settle({ failure: new Failure(parsed.error.code as ErrorCode, parsed.error.message, parsed.error.retryAfter) })
  }

  function open(): Promise<Port> {
    if (port) return port
    const opening: Promise<Port> = Promise.resolve()
      .then(connect)
      .then((opened) => {
        opened.onMessage.addListener(receive)
        opened.onDisconnect.addListener(() => {
          if (port === opening) lost()
        })
        ping = setInterval(() => post(opened, { type: 'ping' }), PING_MS)
        return opened
      })
    port = opening
    opening.catch(() => {
      if (port === opening) lost()
    })
    return opening
  }

  function post(to: Port, message: ToServer): void {
    try {
      to.postMessage(message)
    } catch {
      // The port closed between the check and the post; onDisconnect may not fire on this side.
      lost()
    }
  }

  return {
    call(kind, request, options = {}) {
      const { signal, onChunk, deadlineMs = DEFAULT_DEADLINE_MS } = options
      if (closed || signal?.aborted) return Promise.reject(new Failure('cancelled', 'cancelled'))
      const id = nextId++
      return new Promise((resolve, reject) => {
        let timer: ReturnType<typeof setTimeout>
        const cancel = (failure: Failure) => {
          port?.then((opened) => post(opened, { type: 'cancel', id })).catch(() => undefined)
          settle({ failure })
        }
        const onAbort = () => cancel(new Failure('cancelled', 'cancelled'))
        const arm = () => {
          clearTimeout(timer)
          timer = setTimeout(() => cancel(new Failure('deadline', `${kind} took longer than ${deadlineMs} ms`)), deadlineMs)
        }
        const settle: Waiting['settle'] = (outcome) => {
          waiting.delete(id)
          clearTimeout(timer)
          signal?.removeEventListener('abort', onAbort)
          if ('failure' in outcome) reject(outcome.failure)
          else resolve(outcome.value as never)
        }
        const chunk = (value: unknown) => {
          arm()
          onChunk?.(value as never)
        }
        waiting.set(id, { chunk, settle })
        signal?.addEventListener('abort', onAbort, { once: true })
        arm()
        open().then(
          (opened) => waiting.has(id) && post(opened, { type: 'call', id, kind, payload: request }),
          (thrown) => settle({ failure: thrown instanceof Failure ? thrown : new Failure('disconnected', String(thrown)) }),
        )
      })
    },
    on(kind, listener) {
      const set = listeners.get(kind) ?? new Set()
      listeners.set(kind, set)
      set.add(listener as (payload: never) => void)
      // Listening alone needs a port: events come unasked.
      open().catch(() => undefined)
      return () => set.delete(listener as (payload: never) => void)
    },
    onLost(listener) {
      lostListeners.add(listener)
      return () => lostListeners.delete(listener)
    },
    close() {
      closed = true
      const opened = port
      lost()
      opened?.then((each) => each.disconnect()).catch(() => undefined)
    },
  }
}
