/** The library as the engine page has it: every method is a call to the knowledge worker. */
import { createPortClient } from '../protocol/client'
import type { CallShape } from '../protocol/port'
import type { Library } from './library'
import { portToWorker } from './worker-port'

/** Each method takes its arguments as a list. */
export type LibraryCalls = {
  [K in keyof Library]: { request: Parameters<Library[K]>; chunk: never; result: Awaited<ReturnType<Library[K]>> }
} & Record<string, CallShape>

export const LIBRARY_METHODS: (keyof Library)[] = [
  'begin',
  'put',
  'finish',
  'release',
  'state',
  'hosts',
  'find',
  'sources',
  'missing',
  'putVectors',
  'tidy',
  'dislike',
  'erase',
]

/** Making a large index again can take this many milliseconds. */
const DEADLINE_MS = 300_000

/** Starts the worker with the first call, and again when it died. Calls reject with Failure. */
export function openLibraryWorker(spawn: () => Worker): Library {
  const client = createPortClient<LibraryCalls, Record<string, never>>(() => portToWorker(spawn()))
  const methods = LIBRARY_METHODS.map((name) => [
    name,
    (...args: Parameters<Library[typeof name]>) => client.call(name, args, { deadlineMs: DEADLINE_MS }),
  ])
  return Object.fromEntries(methods) as Library
}
