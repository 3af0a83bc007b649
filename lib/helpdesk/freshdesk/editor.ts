import { blocksToHtml, blocksToPlain } from '../blocks-to-html'
import { foldText } from '../blocks-to-text'
import type { AdapterParts, Page } from '../create-adapter'
import { apart, paste, placeCaret } from '../insert'
import { editorText, firstShown, waitFor } from '../page'
import type { InsertTarget } from '../types'
import { activePane, channelOf, editorIn } from './active-ticket'
import { COMPOSER, OPEN_NOTE, OPEN_REPLY } from './selectors'

/** The composer opens up to ten seconds after the click. */
const EDITOR_MS = 10_000
const EMPTY_LINE = '<p><br></p>'

/** Opens the composer in the right mode with Freshdesk's own buttons, unless the agent has text in another mode. */
export async function openEditor(target: InsertTarget, page: Page, signal: AbortSignal) {
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
  return (await waitFor(() => page.orMoved(page.currentEditor(target), target.ticketId), EDITOR_MS, signal)) ?? 'no-editor'
}

/** Before the signature and the quoted history that Freshdesk put there, unless the agent's caret is in the editor. */
const place = (editor: HTMLElement) => placeCaret(editor, 'start')

export const writing: AdapterParts['writing'] = {
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
