/** Small helpers of the demo pages. */

type Child = Node | string | null | undefined | false

/** Makes an element; attributes as they stand in HTML, `on…` as listeners. */
export function el(tag: string, attributes: Record<string, unknown> = {}, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener)
    else if (value !== undefined && value !== null && value !== false)
      element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)))
  return element
}

/** Mark-up that the server has cleaned. */
export function cleaned(html: string, attributes: Record<string, unknown>): HTMLElement {
  const element = el('div', attributes)
  element.innerHTML = html
  return element
}

/** Records every key that reaches the page, as the helpdesk's own shortcuts would see it. */
export function recordKeys(): void {
  const keys: string[] = []
  Object.assign(window, { __hotkeys: keys })
  for (const type of ['keydown', 'keypress', 'keyup'])
    window.addEventListener(type, (event) => keys.push((event as KeyboardEvent).key), true)
}

export interface Shown {
  missing?: boolean
  id: number
  subject: string
  status: string
  priority: string | null
  type: string | null
  tags: string[]
  group: string | null
  assignee: string | null
  requester: { id: number; name: string; email: string }
  fields: Record<string, string>
  messaging: boolean
  createdAt: string
  delayMs: number
  comments: { id: number; authorId: number; author: string; role: string; public: boolean; html: string; createdAt: string }[]
}

export interface Listed {
  id: number
  subject: string
  status: string
  name: string
  messaging: boolean
}

export const getJson = async <T>(path: string): Promise<T> => (await fetch(path)).json() as Promise<T>
export const shortTime = (iso: string): string =>
  new Date(iso).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
