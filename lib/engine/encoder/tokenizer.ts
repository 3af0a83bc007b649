import { Tokenizer } from '@huggingface/tokenizers'
import { Failure } from '../../protocol/errors'
import { createNormalise } from './charsmap'

/** Text to token ids, special tokens included, at most `maxTokens`. */
export type Tokenize = (text: string) => number[]

/** Characters that can matter for the cut; longer text would only cost time. */
const MOST_CHARACTERS = 6_000
/** Of a text that is too long the end gets this share: there a thread in one message has its newest words. */
const END = 0.35

interface TokenizerFile {
  added_tokens: { content: string }[]
  normalizer: { normalizers: { type: string; precompiled_charsmap?: string }[] }
}

/** Reads a `tokenizer.json` (format of the `tokenizers` library). Throws Failure `model-damaged`. */
export function createTokenizer(json: string, maxTokens: number): Tokenize {
  try {
    const file = JSON.parse(json) as TokenizerFile
    const steps = file.normalizer.normalizers
    const map = steps.find(({ type }) => type === 'Precompiled')?.precompiled_charsmap
    if (map === undefined) throw new Error('no character map')
    const normalise = createNormalise(map)
    // Added tokens are taken out of the text as it was written.
    const added = new RegExp(`(${file.added_tokens.map(({ content }) => content.replace(/[^\w]/g, '\\$&')).join('|')})`)
    // The library stands in NFKC for the map: not quite the same, so it gets text to which the map was applied.
    const rest = { ...file, normalizer: { ...file.normalizer, normalizers: steps.filter(({ type }) => type !== 'Precompiled') } }
    const tokenizer = new Tokenizer(rest, {})
    const normaliseBetween = (text: string) =>
      text
        .split(added)
        .map((part, at) => (at % 2 === 1 ? part : normalise(part)))
        .join('')
    return (text) => shorten(tokenizer.encode(normaliseBetween(ends(text))).ids, maxTokens)
  } catch (thrown) {
    throw new Failure('model-damaged', `tokenizer: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  }
}

const ends = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS / 2)}\n${text.slice(-MOST_CHARACTERS / 2)}`

/** Keeps the first tokens and the last ones. */
function shorten(ids: number[], most: number): number[] {
  if (ids.length <= most) return ids
  const last = Math.floor(most * END)
  return [...ids.slice(0, most - last), ...ids.slice(-last)]
}
