/** Characters kept of a long text: more than the encoder reads, so that only its own cut by tokens decides. */
const FIRST = 3_000
const LAST = 1_500

const BREAK = /[.!?。！？\n]/

/** A long text without its middle, cut between sentences: what is wanted stands first, and what was added last stands at the end. */
export function ends(text: string): string {
  if (text.length <= FIRST + LAST) return text
  const head = text.slice(0, FIRST)
  const tail = text.slice(-LAST)
  const lastBreak = Math.max(...[...'.!?。！？\n'].map((sign) => head.lastIndexOf(sign)))
  const firstBreak = tail.search(BREAK)
  return `${head.slice(0, lastBreak > FIRST / 2 ? lastBreak + 1 : FIRST)}\n${tail.slice(firstBreak >= 0 && firstBreak < LAST / 2 ? firstBreak + 1 : 0).trimStart()}`
}
