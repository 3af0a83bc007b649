import type { HelpdeskAdapter } from '../adapter'
import { insertReply } from '../insert'
import { editorText } from '../page'
import { paintedTheme, watchPage } from '../watch'
import { activeTicket, newestOnPage } from './active-ticket'
import { articlePage } from './articles'
import { currentEditor, editorSteps } from './editor'
import { newestCommentId, readTicket } from './read-ticket'
import { ticketIdIn } from './selectors'

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
    insertReply({ active: activeTicket, newestCommentId, ...editorSteps }, target, blocks, signal),
  readEditor(ticketId, channel) {
    const editor = currentEditor({ ticketId, channel })
    return editor && editorText(editor)
  },
  articlePage,
  theme: paintedTheme,
}
