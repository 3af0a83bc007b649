import { blocksToHtml, blocksToPlain } from '../blocks-to-html'
import { foldText } from '../blocks-to-text'
import { apart, type InsertSteps, paste, placeCaret } from '../insert'
import { editorText, firstShown, waitFor } from '../page'
import type { InsertTarget } from '../types'
import { activePane, channelOf, editorIn } from './active-ticket'
import { COMPOSER, OPEN_NOTE, OPEN_REPLY, ticketIdIn } from './selectors'

/** The composer opens up to ten seconds after the click. */
const EDITOR_MS = 10_000
const EMPTY_LINE = '<p><br></p>'

export function currentEditor({ ticketId, channel }: Pick<InsertTarget, 'ticketId' | 'channel'>): HTMLElement | null {
  const pane = activePane(ticketId)
  const editor = pane && editorIn(pane)
  return editor && channelOf(pane) === channel ? editor : null
}

/** Opens the composer in the right mode with Freshdesk's own buttons, unless the agent has text in another mode. */
async function openEditor(target: InsertTarget, signal: AbortSignal) {
  const pane = activePane(target.ticketId)
  if (!pane) return 'ticket-changed'
  const open = editorIn(pane)
  if (open && channelOf(pane) !== target.channel && foldText(editorText(open)) !== '') return 'channel-changed'
  if (!open || channelOf(pane) !== target.channel) {
    if (target.channel === 'messaging') return 'no-editor'
    const composer = firstShown(pane, COMPOSER)
    const buttons = target.channel === 'note' ? OPEN_NOTE : OPEN_REPLY
    const button = (composer && firstShown(composer, buttons)) ?? firstShown(pane, buttons) ?? firstShown(document, buttons)
    if (!button) return 'no-editor'
    button.click()
  }
  const moved = () => (ticketIdIn(location.pathname) === target.ticketId ? null : 'ticket-changed')
  return (await waitFor(() => currentEditor(target) ?? moved(), EDITOR_MS, signal)) ?? 'no-editor'
}

/** Before the signature and the quoted history that Freshdesk put there, unless the agent's caret is in the editor. */
const place = (editor: HTMLElement) => placeCaret(editor, 'start')

export const editorSteps: Pick<InsertSteps, 'openEditor' | 'currentEditor' | 'strategies' | 'undo' | 'settleMs'> = {
  openEditor,
  currentEditor,
  // Froala cleans up after an insertion; the text must outlive that.
  settleMs: 300,
  undo: () => void document.execCommand('undo'),
  strategies: [
    {
      name: 'froala-insert-html',
      async write(editor, blocks, stillRight) {
        place(editor)
        if (stillRight()) document.execCommand('insertHTML', false, apart(editor, blocksToHtml(blocks, EMPTY_LINE), EMPTY_LINE))
      },
    },
    {
      name: 'froala-paste',
      async write(editor, blocks, stillRight) {
        place(editor)
        if (stillRight()) paste(editor, apart(editor, blocksToHtml(blocks, EMPTY_LINE), EMPTY_LINE), blocksToPlain(blocks))
      },
    },
  ],
}
