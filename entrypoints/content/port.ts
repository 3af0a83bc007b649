/** Answers panels: a closed list of typed operations, no address among them. */
import { browser } from 'wxt/browser'
import type { HelpdeskAdapter } from '../../lib/helpdesk/adapter'
import { isOwnPage } from '../../lib/platform/own'
import { Failure } from '../../lib/protocol/errors'
import type { FrameLayout, HelpdeskCalls, HelpdeskEvents } from '../../lib/protocol/helpdesk'
import type { Port } from '../../lib/protocol/port'
import { type CallContext, type ServedPort, servePort } from '../../lib/protocol/server'

type Handlers = {
  [K in keyof HelpdeskCalls]: (payload: Record<string, unknown>, signal: AbortSignal) => Promise<HelpdeskCalls[K]['result']>
}

const MODES = new Set(['docked', 'pill', 'hidden'])
const textOrNull = (value: unknown): string | null => {
  if (value === null || (typeof value === 'string' && value.length < 100_000)) return value
  throw new Failure('bad-request', 'not a text')
}

export function servePanels(
  adapter: HelpdeskAdapter,
  now: () => HelpdeskEvents['helpdesk.active'],
  layOut: (layout: FrameLayout) => void,
  signal: AbortSignal,
) {
  const ports = new Set<ServedPort>()
  const handlers: Handlers = {
    'ticket.read': ({ ticketId }, cancel) => {
      if (typeof ticketId !== 'string' || !/^\d{1,20}$/.test(ticketId)) throw new Failure('bad-request', 'ticket id')
      return adapter.readTicket(ticketId, cancel)
    },
    'articles.page': ({ cursor, since }, cancel) => adapter.articlePage(textOrNull(cursor), textOrNull(since), cancel),
    'frame.layout': async ({ mode, width, alert }) => {
      if (!MODES.has(mode as string) || typeof width !== 'number') throw new Failure('bad-request', 'layout')
      layOut({ mode, width, alert: alert === true } as FrameLayout)
      return null
    },
  }

  const run = async (call: { kind: string; payload: unknown }, context: CallContext): Promise<unknown> => {
    if (!Object.hasOwn(handlers, call.kind)) throw new Failure('bad-request', 'no such call')
    if (typeof call.payload !== 'object' || call.payload === null) throw new Failure('bad-request', 'payload')
    return handlers[call.kind as keyof HelpdeskCalls](
      call.payload as Record<string, unknown>,
      AbortSignal.any([signal, context.signal]),
    )
  }

  function connect(
    port: { name: string; sender?: { id?: string | undefined; url?: string | undefined } | undefined } & Port,
  ): void {
    if (port.name !== 'helpdesk' || !isOwnPage(port.sender)) return
    const served = servePort(port, '', run, () => ports.delete(served))
    ports.add(served)
    served.event('helpdesk.active', now())
  }
  const listener = connect as unknown as Parameters<typeof browser.runtime.onConnect.addListener>[0]
  browser.runtime.onConnect.addListener(listener)
  signal.addEventListener('abort', () => browser.runtime.onConnect?.removeListener(listener))

  return {
    tell() {
      for (const port of ports) port.event('helpdesk.active', now())
    },
  }
}
