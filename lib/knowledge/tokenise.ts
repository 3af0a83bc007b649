/** Words for the word index: folded and lightly stemmed for alphabets, single characters and pairs for Chinese, Japanese and Korean. */

const RUNS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\p{N}][\p{L}\p{N}\p{M}'’_.-]*/gu
const CJK = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

const STOP = new Set(
  `a an and are as at be been but by can could do does did for from had has have hello hi how i if in is it its just me my no not of on or our
  please so that the their them then there they this to us was we were what when where which who why will with would you your thanks thank dear
  regards am any get got`.split(/\s+/),
)
const CJK_STOP = new Set('的了是我你您他她它们在有和与吗呢吧啊请问怎么如何什么这那一个都也就还不没很'.split(''))

/** Terms of a text, repeats included, in order. */
export function tokenise(text: string): string[] {
  const terms: string[] = []
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUNS)) {
    if (CJK.test(run)) {
      const characters = [...run]
      for (let i = 0; i < characters.length; i++) {
        const one = characters[i] as string
        const two = characters[i + 1]
        if (!CJK_STOP.has(one)) terms.push(one)
        if (two !== undefined && !(CJK_STOP.has(one) && CJK_STOP.has(two))) terms.push(one + two)
      }
    } else {
      const word = run.replace(/['’]s$/, '').replace(/[^\p{L}\p{N}]+$/u, '')
      if (word !== '' && !STOP.has(word)) terms.push(stem(word))
    }
  }
  return terms
}

/** Folds the commonest English endings; enough to join `refund`, `refunds`, `refunded`, `refunding`. */
function stem(word: string): string {
  if (!/^[a-z]+$/.test(word) || word.length < 4) return word
  let base = word
  if (base.endsWith('ies') && base.length > 4) base = `${base.slice(0, -3)}y`
  else if (/(?:ss|sh|ch|x|z)es$/.test(base)) base = base.slice(0, -2)
  else if (base.endsWith('s') && !/(?:ss|us|is)$/.test(base)) base = base.slice(0, -1)
  if (base.length > 5 && base.endsWith('ing')) base = undouble(base.slice(0, -3))
  else if (base.length > 4 && base.endsWith('ed')) base = undouble(base.slice(0, -2))
  return base.length > 4 && base.endsWith('e') ? base.slice(0, -1) : base
}

const undouble = (word: string): string => (/([bdgmnprt])\1$/.test(word) ? word.slice(0, -1) : word)
