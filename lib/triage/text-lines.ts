/** Collects lines the way a browser lays out blocks: white space folds, empty lines do not pile up. */
export function createLines() {
  const lines: string[] = []
  let line = ''
  let marker = ''

  const flush = () => {
    const trimmed = line.replace(/[ \t\u00a0\u3000]+/g, ' ').trim()
    if (trimmed) {
      lines.push(marker + trimmed)
      marker = ''
    }
    line = ''
  }
  return {
    text(value: string, preformatted: boolean) {
      if (!preformatted) {
        line += value.replace(/\s+/g, ' ')
        return
      }
      const [first = '', ...rest] = value.split('\n')
      line += first
      for (const each of rest) {
        flush()
        line = each
      }
    },
    breakLine() {
      if (line.trim()) flush()
      else if (lines.length > 0 && lines.at(-1) !== '') lines.push('')
    },
    block(spaced: boolean) {
      flush()
      if (spaced && lines.length > 0 && lines.at(-1) !== '') lines.push('')
    },
    item(value: string) {
      flush()
      marker = value
    },
    /** A line of its own, outside any list item. */
    mark(value: string) {
      flush()
      lines.push(value)
    },
    toString() {
      flush()
      return lines.join('\n').trim()
    },
  }
}
