import { describe, expect, it } from 'vitest'
import { createPortClient } from './client'
import { Failure } from './errors'
import type { Port } from './port'
import { servePort } from './server'

interface Calls {
  'count.to': { request: { n: number }; chunk: number; result: string }
  'never.ends': { request: null; chunk: never; result: null }
  'always.fails': { request: null; chunk: never; result: null }
}

/** Two joined ports that behave like the browser's: JSON copies, asynchronous delivery, one disconnect event. */
function joinedPorts(): [Port, Port] {
  const make = () => ({ messages: [] as ((message: unknown) => void)[], closes: [] as (() => void)[] })
  const [a, b] = [make(), make()]
  let open = true
  const port = (own: typeof a, other: typeof a): Port => ({
    postMessage(message) {
      if (!open) throw new Error('Attempting to use a disconnected port object')
      const copy = JSON.parse(JSON.stringify(message))
      queueMicrotask(() => {
        for (const each of other.messages) each(copy)
      })
    },
    disconnect() {
      open = false
      queueMicrotask(() => {
        for (const each of other.closes) each()
      })
    },
    onMessage: { addListener: (listener) => void own.messages.push(listener) },
    onDisconnect: { addListener: (listener) => void own.closes.push(listener) },
  })
  return [port(a, b), port(b, a)]
}

function setUp() {
  const aborted: string[] = []
  const servers: Port[] = []
  const client = createPortClient<Calls, { tick: number }>(() => {
    const [near, far] = joinedPorts()
    servers.push(far)
    servePort(far, 'one', async (call, context) => {
      if (call.kind === 'count.to') {
        for (let i = 1; i <= (call.payload as { n: number }).n; i++) context.chunk(i)
        return 'counted'
      }
      if (call.kind === 'always.fails') throw new Failure('rate-limited', 'slow down', 7)
      return new Promise((resolve) => context.signal.addEventListener('abort', () => resolve(void aborted.push(call.kind))))
    })
    return near
  })
  return { client, servers, aborted }
}

describe('port protocol', () => {
  it('streams chunks, then the result', async () => {
    const { client } = setUp()
    const chunks: number[] = []
    expect(await client.call('count.to', { n: 3 }, { onChunk: (n) => chunks.push(n) })).toBe('counted')
    expect(chunks).toEqual([1, 2, 3])
  })

  it('carries typed failures', async () => {
    const { client } = setUp()
    await expect(client.call('always.fails', null)).rejects.toMatchObject({ code: 'rate-limited', retryAfter: 7 })
  })

  it('cancels on the server when the caller aborts, and at the deadline', async () => {
    const { client, aborted } = setUp()
    const controller = new AbortController()
    const call = client.call('never.ends', null, { signal: controller.signal })
    await client.call('count.to', { n: 1 })
    controller.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    await expect(client.call('never.ends', null, { deadlineMs: 5 })).rejects.toMatchObject({ code: 'deadline' })
    await client.call('count.to', { n: 1 })
    expect(aborted).toEqual(['never.ends', 'never.ends'])
  })

  it('fails what was under way when the port drops, and connects again for the next call', async () => {
    const { client, servers } = setUp()
    const call = client.call('never.ends', null)
    await client.call('count.to', { n: 1 })
    servers[0]?.disconnect()
    await expect(call).rejects.toMatchObject({ code: 'disconnected' })
    expect(await client.call('count.to', { n: 1 })).toBe('counted')
    expect(servers).toHaveLength(2)
  })

  it('closes a port that sends garbage', async () => {
    const [near, far] = joinedPorts()
    let closed = false
    servePort(
      far,
      'one',
      async () => null,
      () => {
        closed = true
      },
    )
    near.postMessage({ type: 'call', id: 'x', kind: 7 })
    await new Promise((resolve) => setTimeout(resolve, 0))
    expect(closed).toBe(true)
  })
})
