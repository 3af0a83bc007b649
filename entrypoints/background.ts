/** The broker: starts the engine page and is the only one who may approve effects. Keeps nothing it cannot lose. */

import { serveEngine } from 'engine-in-background'
import * as v from 'valibot'
import { browser } from 'wxt/browser'
import { defineBackground } from 'wxt/utils/define-background'
import { createBrokerStore } from '../lib/automation/broker-store'
import { createOutbox } from '../lib/automation/outbox'
import { replyText } from '../lib/helpdesk/blocks-to-text'
import { hasOffscreen, openEnginePage } from '../lib/platform/engine-page'
import { relayHelpdeskPorts } from '../lib/platform/helpdesk-relay'
import { isOwnPage } from '../lib/platform/own'
import { toggleSidebar } from '../lib/platform/sidebar'
import { focusPanel, hostOfTab, sendToTab } from '../lib/platform/tab-messages'
import type { BrokerCalls } from '../lib/protocol/broker'
import { brokerSchemas } from '../lib/protocol/broker-schemas'
import { Failure, toAppError } from '../lib/protocol/errors'
import { changeSettings, readSettings } from '../lib/settings'
import { openBrokerDb } from '../lib/store/broker-db'

type Sender = { id?: string; url?: string; tab?: { id?: number; windowId: number } }
type Handlers = {
  [K in keyof BrokerCalls]: (payload: BrokerCalls[K]['request'], sender: Sender) => Promise<BrokerCalls[K]['result']>
}

export default defineBackground({ type: 'module', main })

function main(): void {
  const now = () => new Date().toISOString()
  const store = createBrokerStore(openBrokerDb(), now)
  const outbox = createOutbox({ ...store, now, toTab: sendToTab, hostOf: hostOfTab, textOf: replyText })

  const handlers: Handlers = {
    'engine.open': async () => {
      if (hasOffscreen()) await openEnginePage()
      return null
    },
    // A frame's own tab is what the browser says; only the side panel, which has no tab, may name one.
    'insert.approve': ({ tabId, ...approval }, sender) => {
      const tab = sender.tab?.id ?? tabId
      if (tab === null) throw new Failure('refused', 'no tab to write to')
      return outbox.approve(tab, approval)
    },
    'options.open': async (request) => {
      await openOptions(request?.page ?? '')
      return null
    },
    'sidepanel.open': async (_, sender) => {
      if (!sender.tab) throw new Failure('refused', 'the side panel opens from a helpdesk tab')
      await browser.sidePanel.open({ windowId: sender.tab.windowId })
      return null
    },
    'broker.erase': async () => {
      await store.erase()
      return null
    },
    'audit.list': ({ after, limit }) => store.auditAfter(after, limit),
  }

  async function answer(kind: keyof BrokerCalls, payload: unknown, sender: Sender) {
    try {
      const parsed = v.safeParse(brokerSchemas[kind], payload)
      if (!parsed.success) throw new Failure('bad-request', `${kind}: ${parsed.issues[0].message}`)
      return {
        ok: true,
        value: await (handlers[kind] as (payload: unknown, sender: Sender) => Promise<unknown>)(parsed.output, sender),
      }
    } catch (thrown) {
      return { ok: false, error: toAppError(thrown) }
    }
  }

  // A plain function: an async listener would answer messages that are not for it.
  browser.runtime.onMessage.addListener((message: unknown, sender, respond) => {
    const { target, kind, payload } = (message ?? {}) as { target?: unknown; kind?: string; payload?: unknown }
    if (target !== 'broker' || typeof kind !== 'string' || !Object.hasOwn(handlers, kind)) return undefined
    if (!isOwnPage(sender)) return undefined
    void answer(kind as keyof BrokerCalls, payload, sender as Sender).then(respond)
    return true
  })

  // The toolbar's button folds the panel and brings it back; the shortcut also puts the keyboard into it.
  browser.action.onClicked.addListener((tab) => void (toggleSidebar() || toggle(tab.id ?? -1)))
  browser.commands.onCommand.addListener((_, tab) => void reach(tab?.id ?? -1))

  browser.runtime.onInstalled.addListener(() => void store.prune())
  if (hasOffscreen()) return
  serveEngine()
  relayHelpdeskPorts()
}

const openOptions = (page: string) =>
  browser.tabs.create({ url: browser.runtime.getURL(`/options.html#${page}` as '/options.html') })

async function toggle(tabId: number): Promise<void> {
  if ((await hostOfTab(tabId)) === null) return void openOptions('')
  const { layout } = await readSettings()
  await changeSettings({ layout: { ...layout, mode: layout.mode === 'docked' ? 'pill' : 'docked' } })
}

async function reach(tabId: number): Promise<void> {
  const { layout } = await readSettings()
  if (layout.mode !== 'docked') await changeSettings({ layout: { ...layout, mode: 'docked' } })
  await focusPanel(tabId)
}
