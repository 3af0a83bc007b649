import { createAdapter } from '../create-adapter'
import { paintedTheme } from '../watch'
import { activePane, channelOf, editorIn, newestIn } from './active-ticket'
import { articlePage } from './articles'
import { openEditor, writing } from './editor'
import { readFromPage } from './read-page'
import { newestCommentId, readThroughApi } from './read-ticket'
import { DESCRIPTION, DETAILS, OPEN_REPLY, SUBJECT, ticketIdIn } from './selectors'

export const freshdesk = createAdapter({
  id: 'freshdesk',
  home: '/a/',
  ticketIdIn,
  activePane,
  channelOf,
  newestIn,
  readThroughApi,
  readFromPage,
  newestCommentId,
  editorIn,
  openEditor,
  writing,
  articlePage,
  expected: (id) => ({ pane: DETAILS, description: DESCRIPTION(id), subject: SUBJECT, reply: OPEN_REPLY }),
  theme: paintedTheme,
})
