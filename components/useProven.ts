import { useEffect, useRef, useState } from 'preact/hooks'

/** Milliseconds that controls must have been in full view, and a pointer in the panel, before they may act. */
const SEEN_MS = 400
const INSIDE_MS = 60

export interface Proof {
  /** Given to the panel's root and to the row that holds the controls. */
  panel: (element: HTMLElement | null) => void
  row: (element: HTMLElement | null) => void
  /** Whether a control of the row may act on this event; waits for a pointer that has only just come. */
  holds: (event: MouseEvent | KeyboardEvent) => Promise<boolean>
}

/**
 * Keeps a page from lending its clicks to controls with effects: the browser itself must have reported the whole panel, or at
 * least their row, in full view, with nothing over it and nothing faded, for a while before the press (Intersection Observer
 * v2), and a pointer must have come into the panel before. A panel that is not framed needs no proof; in a browser that cannot
 * give it, effects work only there.
 */
export function useProven(framed: boolean): Proof {
  const [panel, setPanel] = useState<HTMLElement | null>(null)
  const [row, setRow] = useState<HTMLElement | null>(null)
  /** When each element came into full view. */
  const seen = useRef(new Map<Element, number>())
  const insideSince = useRef(Number.POSITIVE_INFINITY)

  const watch = (element: HTMLElement | null) => {
    if (!element || !framed || !('isVisible' in IntersectionObserverEntry.prototype)) return
    const observer = new IntersectionObserver(
      (entries) => {
        const { isVisible, intersectionRatio } = entries.at(-1) as IntersectionObserverEntry & { isVisible: boolean }
        if (!isVisible || intersectionRatio < 0.99) seen.current.delete(element)
        else if (!seen.current.has(element)) seen.current.set(element, performance.now())
      },
      { threshold: [0.99, 1], trackVisibility: true, delay: 100 } as IntersectionObserverInit,
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      seen.current.delete(element)
    }
  }
  useEffect(() => watch(panel), [panel, framed])
  useEffect(() => watch(row), [row, framed])
  useEffect(() => {
    const enter = () => {
      insideSince.current = performance.now()
    }
    const leave = () => {
      insideSince.current = Number.POSITIVE_INFINITY
    }
    panel?.addEventListener('pointerenter', enter)
    panel?.addEventListener('pointerleave', leave)
    return () => {
      panel?.removeEventListener('pointerenter', enter)
      panel?.removeEventListener('pointerleave', leave)
      leave()
    }
  }, [panel])

  const isSeen = () => [...seen.current.values()].some((since) => performance.now() - since >= SEEN_MS)

  return {
    panel: setPanel,
    row: setRow,
    async holds(event) {
      if (!event.isTrusted) return false
      if (!framed) return true
      if (!isSeen()) return false
      const byPointer = event instanceof PointerEvent && event.pointerType !== ''
      if (!byPointer) return true
      const inside = () => performance.now() - insideSince.current >= INSIDE_MS
      if (!inside()) await new Promise((resolve) => setTimeout(resolve, INSIDE_MS + 10))
      return inside() && isSeen()
    },
  }
}
