/** The same encoder in Node, for measurements and for tests with the real model. */
import { readFile } from 'node:fs/promises'
import { ENCODER } from '../../../models/catalogue'
import type { Heads } from '../../triage/heads'
import type { Encoder } from '../../triage/types'
import { readHeads } from '../heads-file'
import { openSession } from './session'
import { createTokenizer } from './tokenizer'
import { verifyFile } from './verified-file'

const FOLDER = 'models/files'

/** Paths of a model and its tokenizer that stand in for the packaged ones, with the same inputs and width. */
export interface EncoderFiles {
  model: string
  tokenizer: string
}

export const PACKAGED_FILES: EncoderFiles = {
  model: `${FOLDER}/${ENCODER.model.file}`,
  tokenizer: `${FOLDER}/${ENCODER.tokenizer.file}`,
}

/** Loads the packaged model, or other files unchecked. Throws Failure `model-damaged`. */
export async function openNodeEncoder(files: EncoderFiles = PACKAGED_FILES): Promise<Encoder> {
  const tokenizer = new Uint8Array(await readFile(files.tokenizer))
  const model = new Uint8Array(await readFile(files.model))
  if (files === PACKAGED_FILES) {
    await verifyFile(tokenizer, ENCODER.tokenizer)
    await verifyFile(model, ENCODER.model)
  }
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
