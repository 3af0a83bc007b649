/** Joins the panel's session with its components, the settings and the place it is shown in. */
import { render } from 'preact'
import { Pill } from '../../components/Pill'
import { Resizer } from '../../components/Resizer'
import { TicketPanel } from '../../components/TicketPanel'
import { createWording, WordingContext } from '../../components/wording'
import { interfaceLocale } from '../../lib/i18n/translate'
import { createSession, type Session } from '../../lib/panel/session'
import { firstState } from '../../lib/panel/state'
import { callBroker } from '../../lib/platform/broker-client'
import { connectEngine, connectHelpdesk, hasSidePanel, isFramed, watchTab } from '../../lib/platform/panel-ports'
import { createPortClient } from '../../lib/protocol/client'
import type { EngineCalls, EngineEvents } from '../../lib/protocol/engine'
import type { HelpdeskCalls, HelpdeskEvents } from '../../lib/protocol/helpdesk'
import { changeSettings, DEFAULT_SETTINGS, readSettings, type Settings, watchSettings } from '../../lib/settings'

const root = document.getElementById('app') as HTMLElement
const engine = createPortClient<EngineCalls, EngineEvents>(connectEngine)
const framed = isFramed()
let settings: Settings = DEFAULT_SETTINGS
let session: Session | null = null
let tab: number | null = null

function open(): void {
  session?.close()
  session = null
  if (tab !== null && !settings.paused) {
    const tabId = tab
    session = createSession({
      helpdesk: createPortClient<HelpdeskCalls, HelpdeskEvents>(() => connectHelpdesk(tabId)),
      engine,
      approve: (payload) => callBroker('insert.approve', payload, 30_000),
      tabId: framed ? null : tabId,
      options: { tone: settings.tone, length: settings.length, language: null },
      now: Date.now,
      onLost: open,
    })
    session.subscribe(draw)
    void layOut()
  }
  draw()
}

const layOut = async () => {
  if (framed) await session?.layout({ ...settings.layout, alert: Boolean(session.state.triage?.escalation) })
}

/** Own changes on their way to the store: until they are there, what it tells is older than what is shown. */
let storing = 0

async function change(next: Partial<Settings>): Promise<void> {
  settings = { ...settings, ...next }
  draw()
  storing++
  await changeSettings(next).finally(() => storing--)
  if (storing === 0) follow(await readSettings())
}

function follow(next: Settings): void {
  const paused = next.paused !== settings.paused
  const moved = next.layout.mode !== settings.layout.mode || next.layout.width !== settings.layout.width
  settings = next
  if (paused) {
    open()
    return
  }
  // Each layout makes the helpdesk measure its columns again.
  if (moved) void layOut()
  draw()
}

/** Stored, so that every helpdesk tab and the next page show the panel in the same place. */
const setLayout = (layout: Partial<Settings['layout']>) => {
  const stored = change({ layout: { ...settings.layout, ...layout } })
  void layOut()
  return stored
}

let alerted = false
function draw(): void {
  const state = session?.state ?? firstState({ tone: settings.tone, length: settings.length, language: null })
  const locale = interfaceLocale(settings.language, navigator.language)
  document.documentElement.lang = locale
  document.documentElement.dataset.theme = settings.theme === 'follow' ? state.theme : settings.theme
  const pill = framed && settings.layout.mode === 'pill'
  document.documentElement.dataset.place = pill ? 'pill' : framed ? 'frame' : 'side'
  const alert = Boolean(state.triage?.escalation)
  if (alert !== alerted) {
    alerted = alert
    void layOut()
  }
  render(
    <WordingContext.Provider value={createWording(locale)}>
      {pill ? (
        <Pill triage={state.triage} onOpen={() => void setLayout({ mode: 'docked' })} />
      ) : (
        <TicketPanel
          state={state}
          paused={settings.paused}
          today={Date.now()}
          framed={framed}
          edge={framed && <Resizer width={settings.layout.width} onWidth={(width) => void setLayout({ width })} />}
          actions={{ ...actions, collapse: framed ? () => void setLayout({ mode: 'pill' }) : null }}
        />
      )}
    </WordingContext.Provider>,
    root,
  )
}

function move(): void {
  if (framed) void callBroker('sidepanel.open', null)
  else void setLayout({ mode: 'docked' }).then(() => close())
}

const actions = {
  why: (head: Parameters<Session['why']>[0]) => void session?.why(head),
  correcting: (head: Parameters<Session['correcting']>[0]) => session?.correcting(head),
  correct: (...args: Parameters<Session['correct']>) => void session?.correct(...args),
  ask: (question: string) => void session?.ask(question),
  append: (text: string) => session?.append(text),
  dislike: (passageId: string) => void session?.dislike(passageId),
  sync: () => void session?.sync(true),
  cancelSync: () => session?.cancelSync(),
  draft: () => void session?.draft(),
  stop: () => session?.stop(),
  edit: (text: string) => session?.edit(text),
  insert: () => void session?.insert(),
  copy: () => {
    void navigator.clipboard.writeText(session?.state.reply.text ?? '').then(() => session?.notice('copied'))
  },
  restore: () => session?.restore(),
  setAs: (as: Parameters<Session['setAs']>[0]) => session?.setAs(as),
  setOptions: (options: Parameters<Session['setOptions']>[0]) => session?.setOptions(options),
  retry: () => session?.retry(),
  pause: (paused: boolean) => {
    void change({ paused })
    open()
  },
  collapse: null,
  covered: () => session?.notice('covered'),
  move: framed && !hasSidePanel() ? null : move,
  openSettings: () => void callBroker('options.open', null),
}

settings = await readSettings()
watchSettings((next) => {
  if (storing === 0) follow(next)
})
// One panel is enough: where the side panel opens, the frame in the page goes.
if (!framed) void setLayout({ mode: 'hidden' })
await watchTab((next) => {
  tab = next
  open()
}, new AbortController().signal)
draw()
