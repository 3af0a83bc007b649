/** The encoder as the engine page uses it: owns the worker, restarts it when it dies, lets it go when idle. */
import type { EncoderModel } from '../../../models/catalogue'
import type { EngineStatus } from '../../protocol/engine'
import { Failure } from '../../protocol/errors'
import type { Encoder } from '../../triage/types'
import type { FromEncoderWorker, ToEncoderWorker } from './messages'

/** The part of a Worker that is used; tests give a fake. */
export interface EncoderWorker {
  postMessage(message: ToEncoderWorker): void
  terminate(): void
  onmessage: ((event: MessageEvent<FromEncoderWorker>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
}

export interface EncoderClient extends Encoder {
  readonly status: EngineStatus['encoder']
}

export interface EncoderClientOptions {
  model: EncoderModel
  spawn: () => EncoderWorker
  /** Address of the folder with the model files. */
  base: string
  /** How many threads were measured as the fastest here; asked each time a worker starts. */
  threads?: () => Promise<number>
  onStatus: () => void
  /** Milliseconds without work until the worker is let go. */
  idleMs?: number
  /** Milliseconds one text may take, loading included. */
  deadlineMs?: number
}

/** Vectors of texts seen lately: a ticket is encoded once, however often it is asked about. */
const REMEMBERED = 600

interface Waiting {
  resolve(vector: Float32Array): void
  reject(failure: Failure): void
}

export function createEncoderClient(options: EncoderClientOptions): EncoderClient {
  const { model, spawn, base, onStatus, threads = async () => 1, idleMs = 10 * 60_000, deadlineMs = 60_000 } = options
  const status: EngineStatus['encoder'] = {
    state: 'cold',
    model: model.name,
    bytes: model.model.bytes + model.tokenizer.bytes,
    progress: 0,
    threads: 1,
    lastMs: 0,
  }
  const waiting = new Map<number, Waiting>()
  const remembered = new Map<string, Float32Array>()
  let worker: EncoderWorker | null = null
  let idle: ReturnType<typeof setTimeout> | undefined
  let nextId = 1

  function change(state: EngineStatus['encoder']['state'], error?: string): void {
    const changed = status.state !== state
    status.state = state
    if (error === undefined) delete status.error
    else status.error = error
    if (changed) onStatus()
  }

  function stop(failure: Failure | null): void {
    worker?.terminate()
    worker = null
    clearTimeout(idle)
    change(failure ? 'failed' : 'cold', failure?.message)
    for (const each of waiting.values()) each.reject(failure ?? new Failure('cancelled', 'the encoder was let go'))
    waiting.clear()
  }

  function start(): EncoderWorker {
    if (worker) return worker
    const started = spawn()
    status.progress = 0
    change('loading')
    started.onmessage = ({ data }) => {
      if (data.type === 'progress') {
        const percent = Math.floor(data.fraction * 100)
        if (percent === status.progress) return
        status.progress = percent
        onStatus()
        return
      }
      const job = waiting.get(data.id)
      waiting.delete(data.id)
      if (data.type === 'vector') {
        status.lastMs = data.ms
        change('ready')
        job?.resolve(data.vector)
      } else {
        const failure = new Failure(data.error.code, data.error.message)
        job?.reject(failure)
        stop(failure)
      }
    }
    started.onerror = (event) => stop(new Failure('engine-crashed', event.message || 'the encoder stopped'))
    worker = started
    return started
  }

  function pass(text: string): Promise<Float32Array> {
    clearTimeout(idle)
    return new Promise<Float32Array>((resolve, reject) => {
      const id = nextId++
      const late = setTimeout(() => stop(new Failure('deadline', `no vector within ${deadlineMs} ms`)), deadlineMs)
      const settled = <T>(then: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(late)
          if (waiting.size === 0) idle = setTimeout(() => stop(null), idleMs)
          then(value)
        }
      }
      waiting.set(id, { resolve: settled(resolve), reject: settled(reject) })
      // A database that does not answer is no reason not to start.
      const known = worker ? Promise.resolve(status.threads) : threads().catch(() => 1)
      void known.then((count) => {
        status.threads = count
        if (waiting.has(id)) start().postMessage({ id, base, text, threads: count })
      })
    })
  }

  /** A worker that crashed is started once more; a second failure is the caller's. */
  async function one(text: string): Promise<Float32Array> {
    const known = remembered.get(text)
    if (known) {
      remembered.delete(text)
      remembered.set(text, known)
      return known
    }
    const vector = await pass(text).catch((thrown) => {
      if (thrown instanceof Failure && thrown.code === 'engine-crashed') return pass(text)
      throw thrown
    })
    remembered.set(text, vector)
    const oldest = remembered.keys().next().value
    if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest)
    return vector
  }

  return {
    dimensions: model.dimensions,
    get status() {
      return { ...status }
    },
    async encode(texts, kind, signal) {
      const vectors: Float32Array[] = []
      for (const text of texts) {
        if (signal?.aborted) throw new Failure('cancelled', 'cancelled')
        vectors.push(await one(model.prefix[kind] + text))
      }
      return vectors
    },
  }
}
