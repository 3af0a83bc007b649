import { useEffect, useRef, useState } from 'preact/hooks'

/** Milliseconds that controls must have been in full view, and a pointer on them, before they may act. */
const SEEN_MS = 400
const RESTED_MS = 60

export interface Proof {
  /** Given to the panel's root and to the row that holds the controls. */
  panel: (element: HTMLElement | null) => void
  row: (element: HTMLElement | null) => void
  /** Whether a control of the row may act on this event; waits for the pointer to have rested. */
  holds: (event: MouseEvent | KeyboardEvent) => Promise<boolean>
}

/**
 * Keeps a page from lending its clicks to controls with effects: the browser itself must have reported the whole panel, or at
 * least their row, in full view, with nothing over it and nothing faded, for a while before the press (Intersection Observer
 * v2), and a pointer must rest on them. A panel that is not framed needs no proof; in a browser that cannot give it, effects
 * work only there.
 */
export function useProven(framed: boolean): Proof {
  const [panel, setPanel] = useState<HTMLElement | null>(null)
  const [row, setRow] = useState<HTMLElement | null>(null)
  /** When each element came into full view. */
  const seen = useRef(new Map<Element, number>())
  const restingSince = useRef(Number.POSITIVE_INFINITY)

  useEffect(() => {
    if (!framed || !('isVisible' in IntersectionObserverEntry.prototype)) return
    const since = seen.current
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { isVisible, intersectionRatio, target } of entries as (IntersectionObserverEntry & {
          isVisible: boolean
        })[]) {
          if (!isVisible || intersectionRatio < 0.99) since.delete(target)
          else if (!since.has(target)) since.set(target, performance.now())
        }
      },
      { threshold: [0.99, 1], trackVisibility: true, delay: 100 } as IntersectionObserverInit,
    )
    if (panel) observer.observe(panel)
    if (row) observer.observe(row)
    const enter = () => {
      restingSince.current = performance.now()
    }
    const leave = () => {
      restingSince.current = Number.POSITIVE_INFINITY
    }
    row?.addEventListener('pointerenter', enter)
    row?.addEventListener('pointerleave', leave)
    return () => {
      observer.disconnect()
      since.clear()
      row?.removeEventListener('pointerenter', enter)
      row?.removeEventListener('pointerleave', leave)
      leave()
    }
  }, [panel, row, framed])

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
      const rested = () => performance.now() - restingSince.current >= RESTED_MS
      if (!rested()) await new Promise((resolve) => setTimeout(resolve, RESTED_MS + 10))
      return rested() && isSeen()
    },
  }
}
