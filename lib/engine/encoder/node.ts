/** The same encoder in Node, for measurements and for tests with the real model. */
import { readFile } from 'node:fs/promises'
import { ENCODER } from '../../../models/catalogue'
import type { Heads } from '../../triage/heads'
import type { Encoder } from '../../triage/types'
import { readHeads } from '../heads-file'
import { openSession } from './session'
import { createTokenizer } from './tokenizer'
import { verifyFile } from './verified-file'

/** Loads the packaged model from a folder. Throws Failure `model-damaged`. */
export async function openNodeEncoder(folder = 'models/files'): Promise<Encoder> {
  const tokenizer = new Uint8Array(await readFile(`${folder}/${ENCODER.tokenizer.file}`))
  const model = new Uint8Array(await readFile(`${folder}/${ENCODER.model.file}`))
  await verifyFile(tokenizer, ENCODER.tokenizer)
  await verifyFile(model, ENCODER.model)
  const encode = await openSession(ENCODER, model, createTokenizer(new TextDecoder().decode(tokenizer), ENCODER.maxTokens))
  return {
    dimensions: ENCODER.dimensions,
    async encode(texts, kind) {
      const vectors: Float32Array[] = []
      for (const text of texts) vectors.push(await encode(ENCODER.prefix[kind] + text))
      return vectors
    },
  }
}

/** The packaged heads. Throws Failure `model-damaged`. */
export const openNodeHeads = async (file = 'models/heads/heads.json'): Promise<Heads> => readHeads(await readFile(file, 'utf8'))
