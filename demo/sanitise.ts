/** The vendors clean mark-up before they show it; so does the demo, strictly. */
import { type DefaultTreeAdapterTypes, parseFragment, serialize } from 'parse5'

const KEPT = new Set(
  'p div br span b strong i em u ul ol li a h1 h2 h3 h4 blockquote pre code table tbody tr td th #text'.split(' '),
)
const DROPPED = new Set(
  'script style iframe object embed svg math template noscript textarea title xmp noembed noframes plaintext select'.split(' '),
)

export function sanitise(html: string): string {
  const fragment = parseFragment(html)
  const clean = (parent: DefaultTreeAdapterTypes.ParentNode) => {
    for (const node of [...parent.childNodes]) {
      const element = 'tagName' in node ? node : null
      if (element && !DROPPED.has(element.tagName)) clean(element)
      if (KEPT.has(node.nodeName) && !DROPPED.has(node.nodeName)) {
        if (element)
          element.attrs = element.attrs.filter(
            ({ name, value }) => element.tagName === 'a' && name === 'href' && /^https?:\/\//.test(value),
          )
        continue
      }
      const lifted = element && !DROPPED.has(element.tagName) ? element.childNodes : []
      const at = parent.childNodes.indexOf(node)
      parent.childNodes.splice(at, 1, ...lifted)
      for (const child of lifted) child.parentNode = parent
    }
  }
  clean(fragment)
  return serialize(fragment)
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
