import { ENCODER, HEADS } from '../../models/catalogue'
import { Failure } from '../protocol/errors'
import { type Heads, parseHeads } from '../triage/heads'
import { verifyFile } from './encoder/verified-file'

/** The heads from the text of `heads.json`, which must be the catalogued file and belong to the catalogued encoder. Throws Failure `model-damaged`. */
export async function readHeads(text: string): Promise<Heads> {
  await verifyFile(new TextEncoder().encode(text), HEADS)
  const heads = parseHeads(JSON.parse(text))
  if (heads.encoderSha256 !== ENCODER.model.sha256) throw new Failure('model-damaged', 'heads.json: of another encoder')
  return heads
}
