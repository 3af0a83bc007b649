/** The knowledge worker: database, index and search, so that neither loading nor a scan holds up the engine page. */
import { ENCODER } from '../../models/catalogue'
import { Failure } from '../protocol/errors'
import { servePort } from '../protocol/server'
import { openKnowledgeDb } from '../store/knowledge-db'
import { openKernel } from './kernel/kernel'
import kernelUrl from './kernel/kernel.wasm?no-inline&url'
import { createLibrary, type Library } from './library'
import { LIBRARY_METHODS } from './library-client'
import { portOfWorker } from './worker-port'

async function start(): Promise<Library> {
  const kernel = await openKernel(await WebAssembly.compileStreaming(fetch(kernelUrl)))
  return createLibrary({
    db: openKnowledgeDb(),
    kernel,
    dimensions: ENCODER.dimensions,
    encoderId: ENCODER.id,
    now: Date.now,
  })
}

const library = start()

servePort(portOfWorker(self as unknown as DedicatedWorkerGlobalScope), 'engine', async ({ kind, payload }) => {
  const name = LIBRARY_METHODS.find((each) => each === kind)
  if (!name || !Array.isArray(payload)) throw new Failure('bad-request', `no such call: ${kind.slice(0, 40)}`)
  return ((await library)[name] as (...args: unknown[]) => Promise<unknown>)(...payload)
})
