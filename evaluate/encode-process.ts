/** One encoder in a process of its own: a text in, its vector out. Arguments: model file, tokenizer file. */
import { openNodeEncoder, PACKAGED_FILES } from '../lib/engine/encoder/node'
import type { Asked } from './vectors'

const [model = '', tokenizer = ''] = process.argv.slice(2)
const packaged = model === PACKAGED_FILES.model && tokenizer === PACKAGED_FILES.tokenizer
const opening = openNodeEncoder(packaged ? PACKAGED_FILES : { model, tokenizer })

process.on('message', async ({ text, kind }: Asked) => {
  const encoder = await opening
  const [vector] = await encoder.encode([text], kind)
  process.send?.(vector)
})
