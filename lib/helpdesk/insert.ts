/** Writing a reply into the helpdesk's own editor: all or nothing, checked before and after, never sent. */
import { countText, replyText } from './blocks-to-text'
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
  /** The editor for this ticket and channel, opened if need be; or why there is none. */
  openEditor(target: InsertTarget, signal: AbortSignal): Promise<HTMLElement | InsertFailure>
  /** The editor that is open now for the ticket, if it is in this channel. */
  currentEditor(target: InsertTarget): HTMLElement | null
  /** Ways to write, best first. Each places the caret and writes; whether it worked is read from the editor. */
  strategies: { name: string; write(editor: HTMLElement, blocks: ReplyBlock[], stillRight: () => boolean): Promise<void> }[]
  /** Milliseconds after which the text must still be there. */
  settleMs: number
}

const MESSAGES: Record<InsertFailure, string> = {
  'ticket-changed': 'another ticket is open',
  'channel-changed': 'the composer is set to another channel',
  'new-comment': 'a comment arrived after the draft was made',
  'no-editor': 'no editor is open for this ticket',
  'read-only': 'the editor cannot be written to',
  composing: 'an input method is composing text',
  'not-verified': 'the text could not be found in the editor afterwards',
}

const refuse = (code: InsertFailure): InsertResult => ({ ok: false, error: { code, message: MESSAGES[code] } })

let composing = false
export function watchComposition(signal: AbortSignal): void {
  document.addEventListener('compositionstart', () => (composing = true), { capture: true, signal })
  document.addEventListener('compositionend', () => (composing = false), { capture: true, signal })
}

export async function insertReply(
  steps: InsertSteps,
  target: InsertTarget,
  blocks: ReplyBlock[],
  signal: AbortSignal,
): Promise<InsertResult> {
  const wrong = (): InsertFailure | null => {
    if (location.host !== target.host || steps.active()?.ticketId !== target.ticketId) return 'ticket-changed'
    return composing ? 'composing' : null
  }
  const early = wrong()
  if (early) return refuse(early)
  const newest = await newestOrNull(steps, target, signal)
  if (newest === null) return refuse('not-verified')
  if (newest !== target.lastCommentId) return refuse('new-comment')

  const editor = await steps.openEditor(target, signal)
  if (typeof editor === 'string') return refuse(editor)
  const late = wrong()
  if (late) return refuse(late)
  if (!editor.isContentEditable) return refuse('read-only')

  const text = replyText(blocks)
  const before = editorText(editor)
  const wanted = countText(before, text) + 1
  const stillRight = () => wrong() === null && isShown(editor) && steps.currentEditor(target) === editor
  for (const strategy of steps.strategies) {
    if (!stillRight()) return refuse(wrong() ?? 'channel-changed')
    await strategy.write(editor, blocks, stillRight)
    await new Promise((resolve) => setTimeout(resolve, steps.settleMs))
    // The helpdesk may have replaced the node; what counts is what its composer shows now.
    const now = steps.currentEditor(target) ?? editor
    if (countText(editorText(now), text) >= wanted) return { ok: true, strategy: strategy.name }
    if (editorText(now) !== before) return refuse('not-verified')
  }
  return refuse(stillRight() ? 'not-verified' : (wrong() ?? 'channel-changed'))
}

/** Null when it cannot be told; a helpdesk that gives the agent no API is not held against them. */
async function newestOrNull(steps: InsertSteps, target: InsertTarget, signal: AbortSignal): Promise<string | null> {
  try {
    return await steps.newestCommentId(target.ticketId, signal)
  } catch (thrown) {
    if (thrown instanceof HelpdeskError && (thrown.code === 'forbidden' || thrown.code === 'not-found'))
      return target.lastCommentId
    return null
  }
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

/** A paste as the editor's own pipeline expects it. */
export function paste(editor: HTMLElement, html: string, plain: string): void {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/html', html)
  clipboardData.setData('text/plain', plain)
  editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
}
