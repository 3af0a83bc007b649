/** One job at a time, the most urgent first, first come first served within a priority. */
import { Failure } from '../protocol/errors'

/** Lower runs first: what the agent waits for, what they asked for, what nobody waits for. */
export const PRIORITY = { now: 0, asked: 1, background: 2 } as const
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY]

interface Job {
  priority: Priority
  start: () => Promise<void>
}

export interface Queue {
  readonly length: number
  /** Runs `work` when its turn comes. Rejects with `cancelled` if the signal aborts, before or during. */
  run<T>(priority: Priority, signal: AbortSignal, work: () => Promise<T>): Promise<T>
}

export function createQueue(): Queue {
  const waiting: Job[] = []
  let busy = false

  async function next(): Promise<void> {
    if (busy) return
    const job = waiting.shift()
    if (!job) return
    busy = true
    await job.start()
    busy = false
    void next()
  }

  return {
    get length() {
      return waiting.length + (busy ? 1 : 0)
    },
    run(priority, signal, work) {
      return new Promise((resolve, reject) => {
        const cancelled = () => reject(new Failure('cancelled', 'cancelled'))
        if (signal.aborted) return cancelled()
        const job: Job = {
          priority,
          async start() {
            signal.removeEventListener('abort', onAbort)
            try {
              resolve(await work())
            } catch (thrown) {
              reject(thrown)
            }
          },
        }
        const onAbort = () => {
          const at = waiting.indexOf(job)
          if (at >= 0) waiting.splice(at, 1)
          cancelled()
        }
        signal.addEventListener('abort', onAbort, { once: true })
        const after = waiting.findIndex((each) => each.priority > priority)
        waiting.splice(after < 0 ? waiting.length : after, 0, job)
        void next()
      })
    },
  }
}
