import { describe, expect, it } from 'vitest'
import type { KnowledgeDb, MeasuredRow } from '../../store/knowledge-db'
import type { EncoderWorker } from './client'
import type { FromEncoderWorker } from './messages'
import { createThreadChoice, mostThreads } from './threads'

/** Workers whose passes take a time that depends on their threads. */
function world(msOf: (threads: number) => number) {
  const rows = new Map<string, MeasuredRow>()
  const alive = new Set<EncoderWorker>()
  let clock = 0
  let passes = 0
  const choice = createThreadChoice({
    db: {
      measured: { get: async (key: string) => rows.get(key), put: async (row: MeasuredRow) => rows.set(row.key, row) },
    } as unknown as KnowledgeDb,
    key: 'model',
    base: '',
    most: 4,
    now: () => clock,
    spawn() {
      const worker: EncoderWorker = {
        onmessage: null,
        onerror: null,
        terminate: () => alive.delete(worker),
        postMessage({ id, threads }) {
          passes++
          clock += msOf(threads)
          const data: FromEncoderWorker = { type: 'vector', id, vector: new Float32Array(1), ms: 1 }
          queueMicrotask(() => worker.onmessage?.({ data } as MessageEvent<FromEncoderWorker>))
        },
      }
      alive.add(worker)
      return worker
    },
  })
  return { choice, alive, passes: () => passes }
}

describe('threads', () => {
  it('are one until measured, then what was faster, and are measured once', async () => {
    const { choice, alive, passes } = world((threads) => 40 / threads)
    expect(await choice.best()).toBe(1)
    await choice.measure()
    expect(await choice.best()).toBe(4)
    const once = passes()
    await choice.measure()
    expect(passes()).toBe(once)
    expect(alive.size).toBe(0)
  })

  it('stay one where several are hardly faster', async () => {
    const { choice } = world((threads) => (threads === 1 ? 40 : 38))
    await choice.measure()
    expect(await choice.best()).toBe(1)
  })

  it('are not tried on two cores or without shared memory', () => {
    expect([mostThreads(2, true), mostThreads(8, false), mostThreads(8, true), mostThreads(64, true)]).toEqual([1, 1, 4, 4])
  })
})
