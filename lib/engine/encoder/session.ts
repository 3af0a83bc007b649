import * as ort from 'onnxruntime-web/wasm'
import type { EncoderModel } from '../../../models/catalogue'
import { Failure } from '../../protocol/errors'
import type { Tokenize } from './tokenizer'

/** One forward pass: prefixed text to a unit vector of `dimensions` float32. */
export type EncodeOne = (text: string) => Promise<Float32Array>

export interface SessionOptions {
  /** Where the WASM file is, if not beside the script. */
  wasmUrl?: string
  /** Read once in a worker's life: another number needs another worker. */
  threads?: number
}

/**
 * Opens the model on the WASM build of onnxruntime-web. One text per pass, texts of equal length too: dynamic
 * quantisation takes its scale from the whole batch, so a vector would otherwise depend on its neighbours.
 */
export async function openSession(
  model: EncoderModel,
  bytes: Uint8Array,
  tokenize: Tokenize,
  { wasmUrl, threads = 1 }: SessionOptions = {},
): Promise<EncodeOne> {
  if (wasmUrl) ort.env.wasm.wasmPaths = { wasm: wasmUrl }
  ort.env.wasm.numThreads = threads
  let session: ort.InferenceSession
  try {
    session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' })
  } catch (thrown) {
    throw new Failure('model-damaged', thrown instanceof Error ? thrown.message : String(thrown))
  }
  return async (text) => {
    const ids = tokenize(text)
    const shape = [1, ids.length]
    const output = await session.run({
      input_ids: new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
      attention_mask: new ort.Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
    })
    const vector = output.embedding?.data
    if (!(vector instanceof Float32Array) || vector.length !== model.dimensions) {
      throw new Failure('model-damaged', 'the model gave no vector')
    }
    return vector.slice()
  }
}
