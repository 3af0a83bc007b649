import { blocksToHtml, blocksToPlain } from '../blocks-to-html'
import { foldText } from '../blocks-to-text'
import type { AdapterParts, Page } from '../create-adapter'
import { apart, paste, placeCaret } from '../insert'
import { editorText, first, firstShown, waitFor } from '../page'
import type { Channel, InsertTarget } from '../types'
import { activePane, channelOf } from './active-ticket'
import { CHANNEL_BUTTON, CHANNEL_ITEM, PLAIN_EDITOR, RICH_EDITOR } from './selectors'

/** A pane may be up to ten seconds late. */
const EDITOR_MS = 10_000
const MENU_MS = 3_000
/** Neighbouring paragraphs show without a gap in Zendesk. */
const EMPTY_LINE = '<p>&nbsp;</p>'
/** CKEditor joins the outermost paragraph with the line of the caret: one is for that. */
const GAP = EMPTY_LINE + EMPTY_LINE

export function editorIn(pane: HTMLElement, channel: Channel): HTMLElement | null {
  return firstShown(pane, channel === 'messaging' ? [...PLAIN_EDITOR, ...RICH_EDITOR] : [...RICH_EDITOR, ...PLAIN_EDITOR])
}

/** Sets the composer to the channel with Zendesk's own menu, unless the agent has text in it. */
export async function openEditor(target: InsertTarget, page: Page, signal: AbortSignal) {
  const id = target.ticketId
  const pane = await waitFor(() => page.orMoved(page.active()?.channel ? activePane(id) : null, id), EDITOR_MS, signal)
  if (!pane) return 'no-editor'
  if (pane === 'ticket-changed') return pane
  const shown = channelOf(pane)
  if (shown !== target.channel) {
    const open = shown && editorIn(pane, shown)
    if (open && foldText(editorText(open)) !== '') return 'channel-changed'
    const button = first(pane, CHANNEL_BUTTON)
    button?.click()
    const item = await waitFor(() => page.orMoved(firstShown(document, CHANNEL_ITEM[target.channel]), id), MENU_MS, signal)
    if (item === 'ticket-changed') return item
    if (!item) {
      button?.click()
      return 'channel-changed'
    }
    item.click()
    // Zendesk puts back what it kept for this channel a moment after the switch.
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  return (await waitFor(() => page.orMoved(page.currentEditor(target), id), EDITOR_MS, signal)) ?? 'no-editor'
}

export const writing: AdapterParts['writing'] = {
  settleMs: 100,
  undo(editor) {
    // CKEditor has its own history, behind its own key.
    const key = { key: 'z', code: 'KeyZ', keyCode: 90, cancelable: true }
    const mac = navigator.platform.startsWith('Mac')
    editor.dispatchEvent(new KeyboardEvent('keydown', { ...key, ctrlKey: !mac, metaKey: mac } as KeyboardEventInit))
  },
  strategies: [
    {
      // CKEditor 5 undoes foreign changes of its mark-up; its own paste pipeline takes them, as one undo step.
      name: 'ckeditor-paste',
      async write(editor, blocks, stillRight) {
        placeCaret(editor, 'end')
        // The editor reads the caret in a task of its own.
        await new Promise((resolve) => setTimeout(resolve, 20))
        if (!stillRight()) return
        const plain = editor.matches(PLAIN_EDITOR.join())
        const text = blocksToPlain(blocks)
        const html = plain ? plainHtml(text) : blocksToHtml(blocks, EMPTY_LINE)
        paste(editor, apart(editor, html, GAP), text)
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
