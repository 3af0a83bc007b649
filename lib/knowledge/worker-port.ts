/** A worker's two ends as ports, so that the library speaks the port protocol like everything else. */
import type { Port } from '../protocol/port'

/** The end of who started the worker. An error in the worker ends it, which is a disconnect. */
export function portToWorker(worker: Worker): Port {
  const lost = new Set<() => void>()
  worker.addEventListener('error', () => {
    worker.terminate()
    for (const listener of lost) listener()
  })
  return {
    postMessage: (message) => worker.postMessage(message),
    disconnect: () => worker.terminate(),
    onMessage: { addListener: (listener) => worker.addEventListener('message', ({ data }) => listener(data)) },
    onDisconnect: { addListener: (listener) => void lost.add(listener) },
  }
}

/** The worker's own end, which never closes before the worker does. */
export function portOfWorker(self: DedicatedWorkerGlobalScope): Port {
  return {
    postMessage: (message) => self.postMessage(message),
    disconnect: () => self.close(),
    onMessage: { addListener: (listener) => self.addEventListener('message', ({ data }) => listener(data)) },
    onDisconnect: { addListener: () => undefined },
  }
}
