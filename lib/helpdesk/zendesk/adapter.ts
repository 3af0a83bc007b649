import { createAdapter } from '../create-adapter'
import { paintedTheme } from '../watch'
import { activePane, channelOf, newestIn } from './active-ticket'
import { articlePage } from './articles'
import { editorIn, openEditor, writing } from './editor'
import { readFromPage } from './read-page'
import { newestCommentId, readThroughApi } from './read-ticket'
import { CHANNEL_BUTTON, LOG, paneOf, SELECTED_TAB, SUBJECT, ticketIdIn } from './selectors'

export const zendesk = createAdapter({
  id: 'zendesk',
  home: '/agent/',
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
  expected: (id) => ({ tab: SELECTED_TAB, pane: paneOf(id), subject: SUBJECT, log: LOG, channel: CHANNEL_BUTTON }),
  theme() {
    const chosen = document.documentElement.dataset.theme
    if (chosen === 'dark' || chosen === 'light') return chosen
    if (chosen === 'system') return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
    return paintedTheme()
  },
})
