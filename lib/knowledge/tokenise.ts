/** Words for the word index: folded and lightly stemmed for alphabets, pairs of characters for Chinese, Japanese and Korean. */
import { stopWords } from './stop-words'

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/
const ASCII_RUNS = /[a-z0-9][a-z0-9'_.-]*/g
const RUNS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+|[\p{L}\p{N}][\p{L}\p{N}\p{M}'’_.-]*/gu
const CJK = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
/** Particles and pronouns: a pair of two of them says nothing. */
const CJK_STOP = new Set(
  '的了是我你您他她它们在有和与吗呢吧啊请问怎么如何什么这那一个都也就还不没很はがをにでとのもかやへでしますた'.split(''),
)

/** Primary subtag of a locale (BCP 47), lower case. */
export const languageOf = (locale: string): string => locale.toLowerCase().split(/[-_]/)[0] ?? ''

/** Terms of a text in order, repeats included, without English stop words. */
export const tokenise = (text: string): string[] => termsOf(text, 'en')

/** Terms of a text in order, repeats included, without the stop words of its language (BCP 47 primary subtag). */
export function termsOf(text: string, language: string): string[] {
  const folds = foldsOf(language)
  const terms: string[] = []
  if (ASCII.test(text)) {
    for (const run of text.toLowerCase().match(ASCII_RUNS) ?? []) addWord(run, folds, terms)
    return terms
  }
  for (const run of text.normalize('NFKC').toLowerCase().match(RUNS) ?? []) {
    if (CJK.test(run)) addPairs(run, folds.stop, terms)
    else addWord(run, folds, terms)
  }
  return terms
}

function addPairs(run: string, stop: ReadonlySet<string>, terms: string[]): void {
  const characters = Array.from(run)
  if (characters.length === 1) terms.push(run)
  for (let i = 0; i + 1 < characters.length; i++) {
    const one = characters[i] as string
    const two = characters[i + 1] as string
    if (!(CJK_STOP.has(one) && CJK_STOP.has(two)) && !stop.has(one + two)) terms.push(one + two)
  }
}

/** What becomes of a word, once found out: its stem, or '' for a stop word. */
interface Folds {
  stop: ReadonlySet<string>
  stems: Map<string, string>
}

const REMEMBERED = 200_000
const foldsByLanguage = new Map<string, Folds>()

function foldsOf(language: string): Folds {
  let found = foldsByLanguage.get(language)
  if (!found) {
    found = { stop: stopWords(language), stems: new Map() }
    foldsByLanguage.set(language, found)
  }
  return found
}

function addWord(run: string, { stop, stems }: Folds, terms: string[]): void {
  let stemmed = stems.get(run)
  if (stemmed === undefined) {
    const word = run.replace(/['’]s$/, '').replace(/[^\p{L}\p{N}]+$/u, '')
    stemmed = stop.has(run) || stop.has(word) ? '' : stem(word)
    if (stems.size >= REMEMBERED) stems.clear()
    stems.set(run, stemmed)
  }
  if (stemmed !== '') terms.push(stemmed)
}

/** Folds the commonest English endings; enough to join `refund`, `refunds`, `refunded`, `refunding`. */
function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word
  let base = word
  if (base.endsWith('ies') && base.length > 4) base = `${base.slice(0, -3)}y`
  else if (/(?:ss|sh|ch|x|z)es$/.test(base)) base = base.slice(0, -2)
  else if (base.endsWith('s') && !/(?:ss|us|is)$/.test(base)) base = base.slice(0, -1)
  if (base.length > 5 && base.endsWith('ing')) base = undouble(base.slice(0, -3))
  else if (base.length > 4 && base.endsWith('ed')) base = undouble(base.slice(0, -2))
  return base.length > 4 && base.endsWith('e') ? base.slice(0, -1) : base
}

const undouble = (word: string): string => (/([bdgmnprt])\1$/.test(word) ? word.slice(0, -1) : word)
