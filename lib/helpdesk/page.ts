/** Small questions to the page that both helpdesks need. */

/** Whether a person could see it. Size says nothing: hidden panes keep their box. */
export const isShown = (element: Element): boolean =>
  element.isConnected && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })

/** First element that is shown, over selectors in order of trust. */
export function firstShown(root: ParentNode, selectors: readonly string[]): HTMLElement | null {
  for (const selector of selectors) {
    for (const element of root.querySelectorAll<HTMLElement>(selector)) if (isShown(element)) return element
  }
  return null
}

/** First element whatever its visibility. */
export function first(root: ParentNode, selectors: readonly string[]): HTMLElement | null {
  for (const selector of selectors) {
    const element = root.querySelector<HTMLElement>(selector)
    if (element) return element
  }
  return null
}

/** Waits until `find` gives something, looking again whenever the page changes. Null after `ms` milliseconds. */
export function waitFor<T>(find: () => T | null, ms: number, signal: AbortSignal): Promise<T | null> {
  const found = find()
  if (found !== null) return Promise.resolve(found)
  return new Promise((resolve) => {
    const end = (value: T | null) => {
      observer.disconnect()
      clearTimeout(timer)
      resolve(value)
    }
    const observer = new MutationObserver(() => {
      const value = find()
      if (value !== null) end(value)
    })
    observer.observe(document.documentElement, { childList: true, subtree: true, attributes: true })
    const timer = setTimeout(() => end(find()), ms)
    signal.addEventListener('abort', () => end(null), { once: true })
  })
}

/** Text of an editor, with line ends between blocks. */
export function editorText(editor: HTMLElement): string {
  const copy = editor.cloneNode(true) as HTMLElement
  for (const element of copy.querySelectorAll('br, p, li, div, blockquote, h1, h2, h3')) element.append('\n')
  return copy.textContent ?? ''
}
