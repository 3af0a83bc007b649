/** Joins the engine's parts in the page that runs them. */
import { ENCODER } from '../../models/catalogue'
import headsText from '../../models/heads/heads.json?raw'
import { createKnowledge } from '../knowledge/knowledge'
import { openLibraryWorker } from '../knowledge/library-client'
import KnowledgeWorkerScript from '../knowledge/worker?worker'
import { acceptEnginePorts, modelFolder } from '../platform/engine-ports'
import { openKnowledgeDb } from '../store/knowledge-db'
import { createTeaching } from '../triage/teaching'
import { createEncoderClient, type EncoderWorker } from './encoder/client'
import { createThreadChoice, mostThreads } from './encoder/threads'
import EncoderWorkerScript from './encoder/worker?worker'
import { createHandlers } from './handlers'
import { readHeads } from './heads-file'
import { createHost, type EngineHost } from './host'

/** Threads are measured when the first tickets have been answered. */
const MEASURE_AFTER_MS = 60_000

/** Starts answering panels. Models load with the first question. */
export function serveEngine(): void {
  const db = openKnowledgeDb()
  const emitStatus = () => host?.emit('engine.status', { encoder: encoder.status, queue: host.queued })
  const spawn = () => new EncoderWorkerScript() as unknown as EncoderWorker
  const threads = createThreadChoice({ db, key: ENCODER.model.sha256, spawn, base: modelFolder(), most: mostThreads() })
  const encoder = createEncoderClient({
    model: ENCODER,
    spawn,
    base: modelFolder(),
    onStatus: () => emitStatus(),
    threads: threads.best,
  })
  const knowledge = createKnowledge({
    library: openLibraryWorker(() => new KnowledgeWorkerScript()),
    encoder,
    onState: (state) => host?.emit('knowledge.state', state),
    idle: (work) => host?.idle(work) ?? work(),
  })
  const heads = readHeads(headsText)
  // Whoever asks gets the failure; until somebody does it is not an unhandled one.
  heads.catch(() => undefined)
  const teaching = createTeaching({ db, encoder, encoderId: ENCODER.id, heads, now: Date.now })
  const handlers = createHandlers({
    teaching,
    encoder,
    encoderStatus: () => encoder.status,
    heads,
    knowledge,
    queued: () => host?.queued ?? 0,
    idle: (work, signal) => host?.idle(work, signal) ?? work(),
  })
  const host: EngineHost | undefined = createHost(handlers, (connection) => knowledge.release(connection))
  acceptEnginePorts((port) => host.serve(port))
  // A model that cannot be used has been said to be so; the choice stays as it is.
  setTimeout(() => void threads.measure().catch(() => undefined), MEASURE_AFTER_MS)
}
