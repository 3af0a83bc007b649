import { blocksToHtml, blocksToPlain } from '../blocks-to-html'
import { foldText } from '../blocks-to-text'
import { type InsertSteps, paste, placeCaret } from '../insert'
import { editorText, first, firstShown, waitFor } from '../page'
import type { Channel, InsertTarget } from '../types'
import { activePane, activeTicket, channelOf } from './active-ticket'
import { CHANNEL_BUTTON, CHANNEL_ITEM, PLAIN_EDITOR, RICH_EDITOR } from './selectors'

/** A pane may be up to ten seconds late. */
const EDITOR_MS = 10_000
const MENU_MS = 3_000
/** Neighbouring paragraphs show without a gap in Zendesk. */
const EMPTY_LINE = '<p>&nbsp;</p>'

function editorIn(pane: HTMLElement, channel: Channel): HTMLElement | null {
  return firstShown(pane, channel === 'messaging' ? [...PLAIN_EDITOR, ...RICH_EDITOR] : [...RICH_EDITOR, ...PLAIN_EDITOR])
}

/** Editor of the ticket if it is on the screen and set to this channel. */
export function currentEditor({ ticketId, channel }: Pick<InsertTarget, 'ticketId' | 'channel'>): HTMLElement | null {
  const pane = activePane(ticketId)
  return pane && channelOf(pane) === channel ? editorIn(pane, channel) : null
}

/** Sets the composer to the channel with Zendesk's own menu, unless the agent has text in it. */
async function openEditor(target: InsertTarget, signal: AbortSignal) {
  const pane = await waitFor(() => (activeTicket()?.channel ? activePane(target.ticketId) : null), EDITOR_MS, signal)
  if (!pane) return activeTicket()?.ticketId === target.ticketId ? 'no-editor' : 'ticket-changed'
  const shown = channelOf(pane)
  if (shown !== target.channel) {
    const open = shown && editorIn(pane, shown)
    if (open && foldText(editorText(open)) !== '') return 'channel-changed'
    first(pane, CHANNEL_BUTTON)?.click()
    const item = await waitFor(() => firstShown(document, CHANNEL_ITEM[target.channel]), MENU_MS, signal)
    if (!item) return 'channel-changed'
    item.click()
  }
  const editor = await waitFor(() => currentEditor(target), EDITOR_MS, signal)
  if (editor) return editor
  return activeTicket()?.ticketId === target.ticketId ? 'no-editor' : 'ticket-changed'
}

export const editorSteps: Pick<InsertSteps, 'openEditor' | 'currentEditor' | 'strategies' | 'settleMs'> = {
  openEditor,
  currentEditor,
  settleMs: 60,
  strategies: [
    {
      // CKEditor 5 undoes foreign changes of its mark-up; its own paste pipeline takes them, as one undo step.
      name: 'ckeditor-paste',
      async write(editor, blocks, stillRight) {
        const own = foldText(editorText(editor)) !== ''
        placeCaret(editor, 'end')
        // The editor reads the caret in a task of its own.
        await new Promise((resolve) => setTimeout(resolve, 20))
        if (!stillRight()) return
        const plain = editor.matches(PLAIN_EDITOR.join())
        const text = blocksToPlain(blocks)
        const html = plain ? plainHtml(text) : blocksToHtml(blocks, EMPTY_LINE)
        paste(editor, own ? `${EMPTY_LINE}${html}` : html, text)
      },
    },
  ],
}

/** A plain editor flattens lists and drops links: the text with its markers goes in instead. */
const plainHtml = (text: string): string =>
  blocksToHtml(
    text.split('\n').map((line) => ({ kind: 'paragraph', spans: [{ text: line || '\u00a0' }] })),
    '',
  )
