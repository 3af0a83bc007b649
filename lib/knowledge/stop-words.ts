/** Words that say nothing of what a text is about, by language. */
import { stopwords as danish } from '@orama/stopwords/danish'
import { stopwords as dutch } from '@orama/stopwords/dutch'
import { stopwords as english } from '@orama/stopwords/english'
import { stopwords as french } from '@orama/stopwords/french'
import { stopwords as german } from '@orama/stopwords/german'
import { stopwords as italian } from '@orama/stopwords/italian'
import { stopwords as japanese } from '@orama/stopwords/japanese'
import { stopwords as mandarin } from '@orama/stopwords/mandarin'
import { stopwords as norwegian } from '@orama/stopwords/norwegian'
import { stopwords as portuguese } from '@orama/stopwords/portuguese'
import { stopwords as russian } from '@orama/stopwords/russian'
import { stopwords as spanish } from '@orama/stopwords/spanish'
import { stopwords as swedish } from '@orama/stopwords/swedish'
import { stopwords as turkish } from '@orama/stopwords/turkish'

const LISTS: Record<string, readonly string[]> = {
  da: danish,
  de: german,
  es: spanish,
  fr: french,
  it: italian,
  ja: japanese,
  nl: dutch,
  no: norwegian,
  pt: portuguese,
  ru: russian,
  sv: swedish,
  tr: turkish,
  zh: mandarin,
}

/** How tickets begin and end, and what questions are asked with. English is mixed into tickets of every language. */
const COURTESY =
  `a an any could dear did do does get got hello hi how i if me my please regards thank thanks what when where which who
  why with would you your`.split(/\s+/)

const known = new Map<string, ReadonlySet<string>>()

/** Stop words of a language (BCP 47 primary subtag) and of English, lower case. */
export function stopWords(language: string): ReadonlySet<string> {
  let words = known.get(language)
  if (!words) {
    words = new Set([...english, ...(LISTS[language] ?? []), ...COURTESY].map((word) => word.normalize('NFKC').toLowerCase()))
    known.set(language, words)
  }
  return words
}
