import type { HelpdeskAdapter } from '../adapter'
import { insertReply } from '../insert'
import { editorText, missingParts } from '../page'
import { paintedTheme, watchPage } from '../watch'
import { activeTicket, newestInLog } from './active-ticket'
import { articlePage } from './articles'
import { currentEditor, editorSteps } from './editor'
import { readTicketFromPage } from './read-page'
import { newestCommentId, readTicket } from './read-ticket'
import { CHANNEL_BUTTON, LOG, paneOf, SELECTED_TAB, SUBJECT, ticketIdIn } from './selectors'

export const zendesk: HelpdeskAdapter = {
  id: 'zendesk',
  matches: (url) => url.host.endsWith('.zendesk.com') && url.pathname.startsWith('/agent'),
  watch: (onActive, signal) =>
    watchPage(
      { idInUrl: () => ticketIdIn(location.pathname), active: activeTicket, newestComment: newestInLog },
      onActive,
      signal,
    ),
  readTicket,
  insert: (target, blocks, signal) =>
    insertReply(
      {
        active: activeTicket,
        newestCommentId,
        newestIdOnPage: (id) => readTicketFromPage(id)?.comments.at(-1)?.id ?? null,
        newestShown: newestInLog,
        ...editorSteps,
      },
      target,
      blocks,
      signal,
    ),
  readEditor(ticketId, channel) {
    const editor = currentEditor({ ticketId, channel })
    return editor && editorText(editor)
  },
  articlePage,
  missing() {
    const id = ticketIdIn(location.pathname)
    if (id === null) return []
    return missingParts({ tab: SELECTED_TAB, pane: paneOf(id), subject: SUBJECT, log: LOG, channel: CHANNEL_BUTTON })
  },
  theme() {
    const chosen = document.documentElement.dataset.theme
    if (chosen === 'dark' || chosen === 'light') return chosen
    if (chosen === 'system') return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
    return paintedTheme()
  },
}
