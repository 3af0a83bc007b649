/**
 * The character map inside a SentencePiece `tokenizer.json`, applied as the `tokenizers` library does: each grapheme below six
 * bytes, else each character, becomes what the first match in the map says. A plain NFKC differs on half-width kana,
 * Arabic presentation forms and some marks.
 */

/** Map units are those of a double-array trie (Darts-clone); replacements end with a zero byte. */
interface CharsMap {
  units: Uint32Array
  replacements: Uint8Array
}

export type Normalise = (text: string) => string

/** Longest grapheme, in bytes of UTF-8, that is looked up whole. */
const WHOLE = 5
/** Runs that may change, each with what a mark before or after could join to. Plain ASCII and ideographs stay as they are. */
const UNUSUAL = /[ -~\u4e00-\u9fff]?[^ -~\u4e00-\u9fff]+(?:[ -~\u4e00-\u9fff][^ -~\u4e00-\u9fff]+)*/gu

const utf8 = new TextEncoder()
const text8 = new TextDecoder()
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Takes the `precompiled_charsmap` of a normaliser (base64). Throws RangeError when it is cut off. */
export function createNormalise(base64: string): Normalise {
  const map = unpack(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
  /** By text: a few hundred characters make up nearly everything that is seen. */
  const known = new Map<string, string | null>()
  const replace = (part: string): string | null => {
    let found = known.get(part)
    if (found === undefined) {
      found = lookUp(map, utf8.encode(part))
      known.set(part, found)
    }
    return found
  }
  const replaceGrapheme = (grapheme: string): string => {
    const whole = utf8.encode(grapheme).length <= WHOLE ? replace(grapheme) : null
    return whole ?? Array.from(grapheme, (character) => replace(character) ?? character).join('')
  }
  return (text) =>
    text.replace(UNUSUAL, (run) => Array.from(graphemes.segment(run), ({ segment }) => replaceGrapheme(segment)).join(''))
}

function unpack(bytes: Uint8Array<ArrayBuffer>): CharsMap {
  const view = new DataView(bytes.buffer)
  const size = view.getUint32(0, true)
  const units = Uint32Array.from({ length: size / 4 }, (_, at) => view.getUint32(4 + 4 * at, true))
  return { units, replacements: bytes.subarray(4 + size) }
}

/** The replacement under the shortest key that `bytes` starts with. */
function lookUp({ units, replacements }: CharsMap, bytes: Uint8Array): string | null {
  let at = offset(units[0] as number)
  for (const byte of bytes) {
    if (byte === 0) break
    at ^= byte
    const unit = units[at]
    if (unit === undefined || (unit & 0x800000ff) >>> 0 !== byte) return null
    at ^= offset(unit)
    if ((unit >>> 8) & 1) {
      const start = (units[at] as number) & 0x7fffffff
      return text8.decode(replacements.subarray(start, replacements.indexOf(0, start)))
    }
  }
  return null
}

const offset = (unit: number): number => ((unit >>> 10) << ((unit & 0x200) >>> 6)) >>> 0
