/** One script for each helpdesk: a page carries only the adapter it needs. */
import { defineContentScript } from 'wxt/utils/define-content-script'
import { freshdesk } from '../lib/helpdesk/freshdesk/adapter'
import { start } from './content/start'

export default defineContentScript({
  matches: ['https://*.freshdesk.com/a/*'],
  runAt: 'document_idle',
  main: ({ signal }) => start(freshdesk, signal),
})
