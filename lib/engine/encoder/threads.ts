/** One thread or several: measured once on each device for each model, and kept. */
import { Failure } from '../../protocol/errors'
import type { KnowledgeDb } from '../../store/knowledge-db'
import type { EncoderWorker } from './client'

export interface ThreadChoice {
  /** Threads that were fastest here; 1 until measured. */
  best: () => Promise<number>
  /** Measures unless that was done. Rejects with Failure when the model cannot be used. */
  measure: () => Promise<void>
}

interface Deps {
  db: Pick<KnowledgeDb, 'measured'>
  /** Names the model file. */
  key: string
  spawn: () => EncoderWorker
  base: string
  most: number
  now?: () => number
}

const TEXT = `query: ${'Where is my order, it should have arrived on Tuesday and nobody answers. '.repeat(4)}`
/** The first passes after loading are slower: the WASM code is still being compiled. */
const WARM_UP = 3
const PASSES = 7
/** Several threads must save this much: they also keep other cores busy. */
const WORTH = 0.85

/**
 * Threads to try: half the cores, four at most, one where memory cannot be shared. Cores are counted twice where they have
 * two hardware threads, and the page needs one too.
 */
export const mostThreads = (
  cores = navigator.hardwareConcurrency ?? 1,
  shared = typeof SharedArrayBuffer !== 'undefined',
): number => (shared ? Math.max(1, Math.min(4, Math.floor(cores / 2))) : 1)

export function createThreadChoice({ db, key, spawn, base, most, now = () => performance.now() }: Deps): ThreadChoice {
  const row = `threads|${key}|${most}`

  /** Median milliseconds of a pass in a worker of its own. */
  async function timeOf(threads: number): Promise<number> {
    const worker = spawn()
    try {
      const times: number[] = []
      for (let id = 0; id < WARM_UP + PASSES; id++) {
        const started = now()
        await pass(worker, { id, base, text: TEXT, threads })
        if (id >= WARM_UP) times.push(now() - started)
      }
      return times.sort((a, b) => a - b)[Math.floor(PASSES / 2)] as number
    } finally {
      worker.terminate()
    }
  }

  return {
    async best() {
      const value = (await db.measured.get(row))?.value
      return typeof value === 'number' ? value : 1
    },
    async measure() {
      if (most === 1 || (await db.measured.get(row))) return
      const one = await timeOf(1)
      const several = await timeOf(most)
      await db.measured.put({ key: row, value: several <= one * WORTH ? most : 1 })
    },
  }
}

function pass(worker: EncoderWorker, message: Parameters<EncoderWorker['postMessage']>[0]): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.type === 'vector') resolve()
      if (data.type === 'failed') reject(new Failure(data.error.code, data.error.message))
    }
    worker.onerror = (event) => reject(new Failure('engine-crashed', event.message))
    worker.postMessage(message)
  })
}
