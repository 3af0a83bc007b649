/** The encoder's worker: loads and checks the model, then one pass per message. No extension API is reachable here. */
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'
import { ENCODER } from '../../../models/catalogue'
import { toAppError } from '../../protocol/errors'
import type { FromEncoderWorker, ToEncoderWorker } from './messages'
import { type EncodeOne, openSession } from './session'
import { createTokenizer } from './tokenizer'
import { readVerified } from './verified-file'

const post = (message: FromEncoderWorker, transfer: Transferable[] = []) => self.postMessage(message, { transfer })

let loading: Promise<EncodeOne> | null = null

async function load(base: string, threads: number): Promise<EncodeOne> {
  const total = ENCODER.tokenizer.bytes + ENCODER.model.bytes
  const progress = (bytes: number) => post({ type: 'progress', fraction: bytes / total })
  const tokenizer = await readVerified(`${base}/${ENCODER.tokenizer.file}`, ENCODER.tokenizer, progress)
  const tokenize = createTokenizer(new TextDecoder().decode(tokenizer), ENCODER.maxTokens)
  const model = await readVerified(`${base}/${ENCODER.model.file}`, ENCODER.model, (bytes) =>
    progress(bytes + ENCODER.tokenizer.bytes),
  )
  return openSession(ENCODER, model, tokenize, { wasmUrl, threads })
}

/** onnxruntime starts its threads from this same script; their messages are its own. */
const isThread = self.name.startsWith('em-pthread')

async function answer({ data }: MessageEvent<ToEncoderWorker>): Promise<void> {
  try {
    loading ??= load(data.base, data.threads)
    const encode = await loading
    const started = performance.now()
    const vector = await encode(data.text)
    post({ type: 'vector', id: data.id, vector, ms: performance.now() - started }, [vector.buffer])
  } catch (thrown) {
    loading = null
    post({ type: 'failed', id: data.id, error: toAppError(thrown) })
  }
}

if (!isThread) self.addEventListener('message', answer)
