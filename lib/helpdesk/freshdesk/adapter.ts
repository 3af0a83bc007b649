import type { HelpdeskAdapter } from '../adapter'
import { insertReply } from '../insert'
import { editorText, missingParts } from '../page'
import { paintedTheme, watchPage } from '../watch'
import { activeTicket, newestOnPage } from './active-ticket'
import { articlePage } from './articles'
import { currentEditor, editorSteps } from './editor'
import { readTicketFromPage } from './read-page'
import { newestCommentId, readTicket } from './read-ticket'
import { DESCRIPTION, DETAILS, OPEN_REPLY, SUBJECT, ticketIdIn } from './selectors'

export const freshdesk: HelpdeskAdapter = {
  id: 'freshdesk',
  matches: (url) => url.host.endsWith('.freshdesk.com') && url.pathname.startsWith('/a/'),
  watch: (onActive, signal) =>
    watchPage(
      { idInUrl: () => ticketIdIn(location.pathname), active: activeTicket, newestComment: newestOnPage },
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
        newestShown: newestOnPage,
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
    return missingParts({ pane: DETAILS, description: DESCRIPTION(id), subject: SUBJECT, reply: OPEN_REPLY })
  },
  theme: paintedTheme,
}
