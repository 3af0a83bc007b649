/** What goes on where the encoder or its heads cannot be used: texts are read by patterns and searched by words. */
import { type ErrorCode, Failure } from '../protocol/errors'

const NO_MODEL: ReadonlySet<ErrorCode> = new Set(['model-missing', 'model-damaged', 'engine-crashed'])

export const isWithoutModel = (thrown: unknown): thrown is Failure => thrown instanceof Failure && NO_MODEL.has(thrown.code)

/** For `catch` after encoding a query: no vectors then; other failures stay failures. */
export function noVectors(thrown: unknown): Float32Array[] {
  if (isWithoutModel(thrown)) return []
  throw thrown
}
