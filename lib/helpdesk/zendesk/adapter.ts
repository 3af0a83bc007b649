import type { HelpdeskAdapter } from '../adapter'
import { insertReply } from '../insert'
import { editorText } from '../page'
import { paintedTheme, watchPage } from '../watch'
import { activeTicket, newestInLog } from './active-ticket'
import { articlePage } from './articles'
import { currentEditor, editorSteps } from './editor'
import { newestCommentId, readTicket } from './read-ticket'
import { ticketIdIn } from './selectors'

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
    insertReply({ active: activeTicket, newestCommentId, ...editorSteps }, target, blocks, signal),
  readEditor(ticketId, channel) {
    const editor = currentEditor({ ticketId, channel })
    return editor && editorText(editor)
  },
  articlePage,
  theme() {
    const chosen = document.documentElement.dataset.theme
    if (chosen === 'dark' || chosen === 'light') return chosen
    if (chosen === 'system') return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
    return paintedTheme()
  },
}
