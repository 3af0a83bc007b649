import { Tokenizer } from '@huggingface/tokenizers'
import { Failure } from '../../protocol/errors'

/** Text to token ids, special tokens included, cut at `maxTokens` with the last special token kept. */
export type Tokenize = (text: string) => number[]

/** Characters that can matter for a cut at 256 tokens; longer text would only cost time. */
const MAX_CHARACTERS = 4_000

/** Reads a `tokenizer.json` (format of the `tokenizers` library). Throws Failure `model-damaged`. */
export function createTokenizer(json: string, maxTokens: number): Tokenize {
  let tokenizer: Tokenizer
  try {
    tokenizer = new Tokenizer(JSON.parse(json), {})
  } catch (thrown) {
    throw new Failure('model-damaged', `tokenizer: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  }
  return (text) => {
    const { ids } = tokenizer.encode(text.slice(0, MAX_CHARACTERS))
    const last = ids.at(-1)
    return ids.length > maxTokens && last !== undefined ? [...ids.slice(0, maxTokens - 1), last] : ids
  }
}
