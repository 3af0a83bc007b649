/** Between the engine page and the encoder's worker. Texts carry their prefix; `base` is the address of the model folder. */
import type { AppError } from '../../protocol/errors'

export interface ToEncoderWorker {
  id: number
  base: string
  /** Threads to open the model with; the first message decides. */
  threads: number
  text: string
}

export type FromEncoderWorker =
  | { type: 'progress'; fraction: number }
  | { type: 'vector'; id: number; vector: Float32Array; ms: number }
  | { type: 'failed'; id: number; error: AppError }
