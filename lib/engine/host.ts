/** Answers the engine's calls: checks the payload, gives it a place in the queue, runs it. Knows no browser API. */
import * as v from 'valibot'
import type { EngineCalls, EngineEvents } from '../protocol/engine'
import { engineSchemas } from '../protocol/engine-schemas'
import { Failure } from '../protocol/errors'
import type { Port } from '../protocol/port'
import { type CallContext, type ServedCall, type ServedPort, servePort } from '../protocol/server'
import { createQueue, PRIORITY, type Priority } from './queue'

export type EngineHandlers = {
  [K in keyof EngineCalls]: (
    request: EngineCalls[K]['request'],
    context: Omit<CallContext, 'chunk'> & { chunk(chunk: EngineCalls[K]['chunk']): void },
  ) => Promise<EngineCalls[K]['result']>
}

/**
 * Calls that use the encoder wait their turn; the rest only read or write the store and run at once, or, as `ticket.why`
 * does, ask for a turn for each pass.
 */
const PRIORITIES: Partial<Record<keyof EngineCalls, Priority>> = {
  'ticket.understand': PRIORITY.now,
  'reply.draft': PRIORITY.asked,
  'knowledge.ask': PRIORITY.asked,
  'knowledge.search': PRIORITY.asked,
  'ticket.correct': PRIORITY.asked,
  'labels.save': PRIORITY.asked,
}

export interface EngineHost {
  serve(port: Port): void
  emit<K extends keyof EngineEvents>(kind: K, payload: EngineEvents[K]): void
  /** Runs a piece of work when no call wants its turn. */
  idle<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
  readonly queued: number
}

/** `onClosed` hears of every connection that ends, so that its leases can go. */
export function createHost(handlers: EngineHandlers, onClosed: (connection: string) => void = () => undefined): EngineHost {
  const queue = createQueue()
  const ports = new Set<ServedPort>()

  function run(call: ServedCall, context: CallContext): Promise<unknown> {
    if (!Object.hasOwn(handlers, call.kind)) throw new Failure('bad-request', `no such call: ${call.kind.slice(0, 40)}`)
    const kind = call.kind as keyof EngineCalls
    const parsed = v.safeParse(engineSchemas[kind], call.payload)
    if (!parsed.success) throw new Failure('bad-request', `${kind}: ${parsed.issues[0].message}`)
    const handler = handlers[kind] as (request: unknown, context: CallContext) => Promise<unknown>
    const priority = PRIORITIES[kind]
    if (priority === undefined) return handler(parsed.output, context)
    return queue.run(priority, context.signal, () => handler(parsed.output, context))
  }

  return {
    serve(port) {
      const connection = crypto.randomUUID()
      const served = servePort(
        port,
        connection,
        async (call, context) => run(call, context),
        () => {
          ports.delete(served)
          onClosed(connection)
        },
      )
      ports.add(served)
    },
    emit(kind, payload) {
      for (const port of ports) port.event(kind, payload)
    },
    idle: (work, signal = new AbortController().signal) => queue.run(PRIORITY.background, signal, work),
    get queued() {
      return queue.length
    },
  }
}
