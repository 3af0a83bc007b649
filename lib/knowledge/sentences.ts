/** Sentences and list items of a text in order, trimmed. Abbreviations and numbers do not end a sentence. */
const END = /(?<=[.!?])["”’)]?\s+(?=[\p{Lu}\p{N}\p{Script=Han}“"‘(¿¡])|(?<=[。！？；])["”’）]?/u
const ABBREVIATION = /(?:\b(?:e\.g|i\.e|etc|mr|mrs|ms|dr|no|nr|vs|approx|z\.b|bzw)\.|^\d+\.)$/i

export function splitSentences(text: string): string[] {
  const sentences: string[] = []
  for (const line of text.split('\n')) {
    let open = ''
    for (const piece of line.split(END)) {
      open = open ? `${open} ${piece}` : piece
      if (ABBREVIATION.test(open.trim())) continue
      if (open.trim()) sentences.push(open.trim())
      open = ''
    }
    if (open.trim()) sentences.push(open.trim())
  }
  return sentences
}
