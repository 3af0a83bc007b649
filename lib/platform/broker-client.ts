import { browser } from 'wxt/browser'
import type { BrokerCalls, BrokerReply } from '../protocol/broker'
import { Failure } from '../protocol/errors'

/**
 * One request to the background. Rejects with Failure: the background's own, `deadline`, or `disconnected` when the
 * worker died (a killed worker may resolve a message with nothing). Repeat only what is safe to repeat.
 */
export async function callBroker<K extends keyof BrokerCalls>(
  kind: K,
  payload: BrokerCalls[K]['request'],
  deadlineMs = 20_000,
): Promise<BrokerCalls[K]['result']> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Failure('deadline', `${kind} took longer than ${deadlineMs} ms`)), deadlineMs)
  })
  try {
    const message = { target: 'broker', kind, payload }
    const reply = (await Promise.race([browser.runtime.sendMessage(message), late])) as BrokerReply<K> | null | undefined
    if (!reply || typeof reply.ok !== 'boolean') throw new Failure('disconnected', 'the background gave no answer')
    if (!reply.ok) throw new Failure(reply.error.code, reply.error.message, reply.error.retryAfter)
    return reply.value
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown
    throw new Failure('disconnected', thrown instanceof Error ? thrown.message : String(thrown))
  } finally {
    clearTimeout(timer)
  }
}
