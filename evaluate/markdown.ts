/** Headings and lines: what a help centre's HTML would show of the text. */
export function markdownToHtml(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => {
      const heading = /^#{1,6}\s+(.*)$/.exec(line)
      const plain = (heading?.[1] ?? line).replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\*\*|__/g, '')
      const safe = plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      return heading ? `<h2>${safe}</h2>` : `<p>${safe}</p>`
    })
    .join('\n')
}
