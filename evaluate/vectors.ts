/** Vectors of many texts, by the product's own tokenizer and session in several processes, kept in a folder if one is named. */
import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import type { EncoderFiles } from '../lib/engine/encoder/node'
import { ENCODER } from '../models/catalogue'
import type { Matrix } from './matrix'

export type Kind = 'query' | 'passage'

export interface Vectors {
  /** One unit vector a text; `what` is named in the progress. */
  encode(texts: readonly string[], kind: Kind, what: string): Promise<Float32Array[]>
  close(): void
}

export interface Asked {
  text: string
  kind: Kind
}

const PROCESS = new URL('./encode-process.ts', import.meta.url)
const KEY_BYTES = 20

/** `identity` names model and tokenizer: vectors of other files lie in a folder of their own. */
export function openVectors(files: EncoderFiles, identity: string, cache: string | null, processes: number): Vectors {
  const store = cache ? openStore(join(cache, identity.slice(0, 12))) : null
  const known = store?.known ?? new Map<string, Float32Array>()
  const children: ChildProcess[] = []

  async function make(missing: Map<string, string>, kind: Kind, what: string): Promise<void> {
    while (children.length < Math.min(processes, missing.size))
      children.push(fork(PROCESS, [files.model, files.tokenizer], { serialization: 'advanced' }))
    const queue = [...missing]
    let done = 0
    const started = performance.now()
    await Promise.all(
      children.map(async (child) => {
        for (let next = queue.pop(); next; next = queue.pop()) {
          const [key, text] = next
          const vector = await ask(child, { text, kind })
          known.set(key, vector)
          store?.add(key, vector)
          if (++done % 500 === 0)
            console.error(
              `  ${what}: ${done} of ${missing.size} texts, ${((performance.now() - started) / done).toFixed(1)} ms each`,
            )
        }
      }),
    )
  }

  return {
    async encode(texts, kind, what) {
      const keys = texts.map((text) => createHash('sha1').update(`${kind}\n${text}`).digest('hex'))
      const missing = new Map<string, string>()
      for (const [at, key] of keys.entries()) if (!known.has(key)) missing.set(key, texts[at] as string)
      if (missing.size > 0) await make(missing, kind, what)
      return keys.map((key) => known.get(key) as Float32Array)
    },
    close() {
      for (const child of children) child.kill()
    },
  }
}

function ask(child: ChildProcess, asked: Asked): Promise<Float32Array> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('the encoder stopped'))
    child.once('exit', onExit)
    child.once('message', (vector) => {
      child.off('exit', onExit)
      resolve(vector as Float32Array)
    })
    child.send(asked)
  })
}

/** Records of one key and one vector each; a record that was cut off is dropped. */
function openStore(folder: string) {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'vectors.bin')
  const size = KEY_BYTES + ENCODER.dimensions * 4
  const known = new Map<string, Float32Array>()
  if (existsSync(file)) {
    const bytes = readFileSync(file)
    const count = Math.floor(bytes.length / size)
    if (count * size < bytes.length) truncateSync(file, count * size)
    for (let at = 0; at < count * size; at += size) {
      const start = bytes.byteOffset + at
      known.set(bytes.toString('hex', at, at + KEY_BYTES), new Float32Array(bytes.buffer.slice(start + KEY_BYTES, start + size)))
    }
  }
  return {
    known,
    add: (key: string, vector: Float32Array) =>
      appendFileSync(
        file,
        Buffer.concat([Buffer.from(key, 'hex'), Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)]),
      ),
  }
}

export function toMatrix(vectors: readonly Float32Array[]): Matrix {
  const columns = vectors[0]?.length ?? 0
  const values = new Float32Array(vectors.length * columns)
  for (const [row, vector] of vectors.entries()) values.set(vector, row * columns)
  return { rows: vectors.length, columns, values }
}
