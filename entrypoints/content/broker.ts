/** Carries out what the background approved, once for each operation id. */
import { browser } from 'wxt/browser'
import type { HelpdeskAdapter } from '../../lib/helpdesk/adapter'
import { countText } from '../../lib/helpdesk/blocks-to-text'
import type { InsertResult } from '../../lib/helpdesk/types'
import type { FromBroker, PanelFocus, ToBroker } from '../../lib/protocol/helpdesk'

const REMEMBERED = 200

export function serveBroker(adapter: HelpdeskAdapter, focusPanel: () => void, signal: AbortSignal): void {
  const results = new Map<string, Promise<InsertResult>>()
  /** One insertion at a time: two would share one caret. */
  let last: Promise<unknown> = Promise.resolve()

  async function answer(message: FromBroker): Promise<ToBroker> {
    const { opId, target } = message
    const known = results.get(opId)
    if (known) return { opId, state: 'settled', result: await known }
    if (message.kind === 'insert.look') {
      const text = adapter.readEditor(target.ticketId, target.channel)
      return { opId, state: 'unknown', present: text !== null && countText(text, message.text) > 0 }
    }
    const work = last.then(() => adapter.insert(target, message.blocks, signal)).catch(failed)
    last = work
    results.set(opId, work)
    const oldest = results.keys().next().value
    if (results.size > REMEMBERED && oldest !== undefined) results.delete(oldest)
    return { opId, state: 'settled', result: await work }
  }

  const listener = (
    message: unknown,
    sender: { id?: string; tab?: unknown },
    respond: (answer: unknown) => void,
  ): true | undefined => {
    const { kind, opId } = (message ?? {}) as Partial<FromBroker> | (PanelFocus & { opId?: undefined })
    if (sender.id !== browser.runtime.id || sender.tab) return undefined
    if (kind === 'panel.focus') focusPanel()
    if (typeof opId !== 'string') return undefined
    if (kind !== 'insert.run' && kind !== 'insert.look') return undefined
    void answer(message as FromBroker).then(respond)
    return true
  }
  browser.runtime.onMessage.addListener(listener as Parameters<typeof browser.runtime.onMessage.addListener>[0])
  signal.addEventListener('abort', () => browser.runtime.onMessage?.removeListener(listener as never))
}

const failed = (thrown: unknown): InsertResult => ({
  ok: false,
  error: { code: 'not-verified', message: thrown instanceof Error ? thrown.message : String(thrown) },
})
