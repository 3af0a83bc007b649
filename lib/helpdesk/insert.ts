/** Writing a reply into the helpdesk's own editor: all or nothing, checked before and after, never sent. */
import { countText, replyText, squeeze } from './blocks-to-text'
import { editorText, isShown } from './page'
import {
  type ActiveTicket,
  HelpdeskError,
  type InsertFailure,
  type InsertResult,
  type InsertTarget,
  type ReplyBlock,
} from './types'

export interface InsertSteps {
  active(): ActiveTicket | null
  /** Id of the newest comment, read afresh. Throws HelpdeskError. */
  newestCommentId(ticketId: string, signal: AbortSignal): Promise<string>
  /** The same as the page shows it, for tickets whose API is closed to the agent. */
  newestIdOnPage(ticketId: string): string | null
  /** Changes when the page shows a newer comment; empty while it shows none. */
  newestShown(): string
  /** The editor for this ticket and channel, opened if need be; or why there is none. */
  openEditor(target: InsertTarget, signal: AbortSignal): Promise<HTMLElement | InsertFailure>
  /** The editor that is open now for the ticket, if it is in this channel. */
  currentEditor(target: InsertTarget): HTMLElement | null
  /** Ways to write, best first. Each places the caret and writes; whether it worked is read from the editor. */
  strategies: { name: string; write(editor: HTMLElement, blocks: ReplyBlock[], stillRight: () => boolean): Promise<void> }[]
  /** Takes the last change back with the editor's own undo. */
  undo(editor: HTMLElement): void
  /** Milliseconds after which the text must still be there. */
  settleMs: number
}

/** A check of the last comment counts for this long, in milliseconds, and may itself take this long. */
const FRESH_MS = 2_000
const CHECK_MS = 5_000

const refuse = (code: InsertFailure): InsertResult => ({ ok: false, error: { code, message: code } })

let composingIn: EventTarget | null = null
export function watchComposition(signal: AbortSignal): void {
  document.addEventListener('compositionstart', (event) => (composingIn = event.target), { capture: true, signal })
  document.addEventListener('compositionend', () => (composingIn = null), { capture: true, signal })
}
/** An editor that is taken away while it composes never says that it ended. */
const composing = () => composingIn instanceof Node && composingIn.isConnected

export async function insertReply(
  steps: InsertSteps,
  target: InsertTarget,
  blocks: ReplyBlock[],
  signal: AbortSignal,
): Promise<InsertResult> {
  const shown = steps.newestShown()
  const wrong = (): InsertFailure | null => {
    if (location.host !== target.host || steps.active()?.ticketId !== target.ticketId) return 'ticket-changed'
    const now = steps.newestShown()
    if (shown !== '' && now !== '' && now !== shown) return 'new-comment'
    return composing() ? 'composing' : null
  }
  const early = wrong() ?? (await newComment(steps, target, signal))
  if (early) return refuse(early)
  const checkedAt = Date.now()

  const editor = await steps.openEditor(target, signal)
  if (typeof editor === 'string') return refuse(editor)
  const late = wrong() ?? (Date.now() - checkedAt > FRESH_MS ? await newComment(steps, target, signal) : null)
  if (late) return refuse(late)
  if (!editor.isContentEditable) return refuse('read-only')

  const text = replyText(blocks)
  const before = editorText(editor)
  const wanted = countText(before, text) + 1
  const size = squeeze(before).length + squeeze(text).length
  const stillRight = () => wrong() === null && isShown(editor) && steps.currentEditor(target) === editor
  for (const strategy of steps.strategies) {
    if (!stillRight()) return refuse(wrong() ?? 'channel-changed')
    await strategy.write(editor, blocks, stillRight)
    await new Promise((resolve) => setTimeout(resolve, steps.settleMs))
    // The helpdesk may have replaced the node; what counts is what its composer shows now.
    const composer = steps.currentEditor(target) ?? editor
    const after = editorText(composer)
    if (countText(after, text) >= wanted && squeeze(after).length >= size) return { ok: true, strategy: strategy.name }
    if (after !== before) {
      // A part of it went in, or it pushed out the agent's words: neither may stay. What the agent typed meanwhile may.
      if (countText(after, text.slice(0, 12)) > countText(before, text.slice(0, 12))) steps.undo(composer)
      return refuse('not-verified')
    }
  }
  return refuse(stillRight() ? 'not-verified' : (wrong() ?? 'channel-changed'))
}

/** Whether the newest comment is another than the draft knew; what cannot be told counts against writing. */
async function newComment(steps: InsertSteps, target: InsertTarget, signal: AbortSignal): Promise<InsertFailure | null> {
  let newest = target.lastCommentId.startsWith('page-') ? steps.newestIdOnPage(target.ticketId) : null
  try {
    newest ??= await steps.newestCommentId(target.ticketId, AbortSignal.any([signal, AbortSignal.timeout(CHECK_MS)]))
  } catch (thrown) {
    const closed = thrown instanceof HelpdeskError && (thrown.code === 'forbidden' || thrown.code === 'not-found')
    if (closed) newest = steps.newestIdOnPage(target.ticketId)
  }
  if (newest === null) return 'not-verified'
  return newest === target.lastCommentId ? null : 'new-comment'
}

/** Puts the caret at the agent's own place in the editor, or at its end or start; never selects text. */
export function placeCaret(editor: HTMLElement, fallback: 'start' | 'end'): void {
  const selection = getSelection()
  if (!selection) return
  const inside = selection.rangeCount > 0 && selection.anchorNode !== null && editor.contains(selection.anchorNode)
  const range = inside ? selection.getRangeAt(0).cloneRange() : document.createRange()
  if (!inside) range.selectNodeContents(editor)
  range.collapse(inside ? false : fallback === 'start')
  editor.focus({ preventScroll: true })
  selection.removeAllRanges()
  selection.addRange(range)
}

/** The mark-up, with `gap` between it and words that stand before or after the caret on its line. */
export function apart(editor: HTMLElement, html: string, gap: string): string {
  const selection = getSelection()
  const caret = selection?.rangeCount ? selection.getRangeAt(0) : null
  if (!caret || !editor.contains(caret.startContainer)) return html
  const from = caret.startContainer
  const line = (from instanceof Element ? from : from.parentElement)?.closest('p, li, div')
  if (!line || line === editor || !editor.contains(line)) return html
  const part = document.createRange()
  part.selectNodeContents(line)
  part.setEnd(from, caret.startOffset)
  const before = squeeze(part.toString()) !== ''
  part.selectNodeContents(line)
  part.setStart(from, caret.startOffset)
  const after = squeeze(part.toString()) !== ''
  return (before ? gap : '') + html + (after ? gap : '')
}

/** A paste as the editor's own pipeline expects it. */
export function paste(editor: HTMLElement, html: string, plain: string): void {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/html', html)
  clipboardData.setData('text/plain', plain)
  editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
}
