/**
 * Stems of words. Romance languages take Snowball's, which found a tenth more right articles first; for German it made no
 * difference, and a light folding of English serves the rest, as English words are in texts of every language.
 */
import { stemmer as french } from '@orama/stemmers/french'
import { stemmer as italian } from '@orama/stemmers/italian'
import { stemmer as portuguese } from '@orama/stemmers/portuguese'
import { stemmer as spanish } from '@orama/stemmers/spanish'

/** Takes a word in lower case. */
export type Stemmer = (word: string) => string

const SNOWBALL: Record<string, Stemmer> = { es: spanish, fr: french, it: italian, pt: portuguese }

/** `language` is the primary subtag (BCP 47). */
export const stemmerOf = (language: string): Stemmer => SNOWBALL[language] ?? foldEnglish

/** Folds the commonest English endings; enough to join `refund`, `refunds`, `refunded`, `refunding`. */
function foldEnglish(word: string): string {
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
