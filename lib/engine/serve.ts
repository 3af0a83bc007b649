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
import EncoderWorkerScript from './encoder/worker?worker'
import { createHandlers } from './handlers'
import { readHeads } from './heads-file'
import { createHost, type EngineHost } from './host'

/** Starts answering panels. Models load with the first question. */
export function serveEngine(): void {
  const db = openKnowledgeDb()
  const emitStatus = () => host?.emit('engine.status', { encoder: encoder.status, queue: host.queued })
  const encoder = createEncoderClient({
    model: ENCODER,
    spawn: () => new EncoderWorkerScript() as unknown as EncoderWorker,
    base: modelFolder(),
    onStatus: () => emitStatus(),
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
  })
  const host: EngineHost | undefined = createHost(handlers, (connection) => knowledge.release(connection))
  acceptEnginePorts((port) => host.serve(port))
}
