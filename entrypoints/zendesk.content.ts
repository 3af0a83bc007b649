/** One script for each helpdesk: a page carries only the adapter it needs. */
import { defineContentScript } from 'wxt/utils/define-content-script'
import { zendesk } from '../lib/helpdesk/zendesk/adapter'
import { start } from './content/start'

export default defineContentScript({
  matches: ['https://*.zendesk.com/agent/*'],
  runAt: 'document_idle',
  main: ({ signal }) => start(zendesk, signal),
})
