import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { PanelState } from '../lib/panel/state'
import { Customer } from './Customer'
import { type DraftActions, DraftSection } from './DraftSection'
import { EscalationAlert } from './EscalationAlert'
import { Knowledge, type KnowledgeActions } from './Knowledge'
import { Progress } from './Progress'
import { Shortcuts } from './Shortcuts'
import { StatusLine } from './StatusLine'
import { Summary } from './Summary'
import { Triage, type TriageActions } from './Triage'
import { useProven } from './useProven'
import { useWording } from './wording'

export interface PanelActions extends TriageActions, KnowledgeActions, Omit<DraftActions, 'insert'> {
  insert: () => void
  /** Insert was pressed while the panel could not prove that it is seen. */
  covered: () => void
  retry: () => void
  cancelSync: () => void
  pause: (paused: boolean) => void
  collapse: (() => void) | null
  /** Moves the panel to the browser's side panel, or from there back into the page. */
  move: (() => void) | null
  openSettings: () => void
}

interface Props {
  /** Shown inside the helpdesk's page, not in the side panel. */
  framed: boolean
  /** Left edge of a docked panel. */
  edge?: ComponentChildren
  state: PanelState
  actions: PanelActions
  paused: boolean
  today: number
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type=radio],[type=checkbox]), textarea, select')

/** The whole interface of one ticket. */
export function TicketPanel({ state, actions, paused, today, framed, edge }: Props) {
  const { t } = useWording()
  const [help, setHelp] = useState(false)
  const askBox = useRef<HTMLInputElement>(null)
  const replyBox = useRef<HTMLTextAreaElement>(null)
  const { ticket, triage } = state
  const proof = useProven(framed)
  const insert = (event: MouseEvent | KeyboardEvent) => {
    void proof.holds(event).then((proven) => (proven ? actions.insert() : actions.covered()))
  }

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.isTrusted || event.isComposing) return
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return run(event, () => insert(event))
      if (event.key === 'Escape' && typing(event.target)) return (event.target as HTMLElement).blur()
      if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '?') run(event, () => setHelp(true))
      else if (event.key === 'p') run(event, () => actions.pause(!paused))
      else if (!ticket) return
      else if (event.key === 'd') run(event, actions.draft)
      else if (event.key === 'i') run(event, () => insert(event))
      else if (event.key === 'k') run(event, () => askBox.current?.focus())
      else if (event.key === 'r') run(event, () => replyBox.current?.focus())
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })

  return (
    <div class="panel" ref={proof.panel}>
      <header>
        {edge}
        <div class="bar">
          <div class="title">
            {ticket ? (
              <>
                <h1>{ticket.subject || '–'}</h1> <span class="hint">#{ticket.id}</span>
              </>
            ) : (
              <h1>{paused ? t('paused.title') : state.active ? `#${state.active.ticketId}` : t('empty.title')}</h1>
            )}
          </div>
          <div class="tools">
            <label class="switch" title={t('pause')}>
              <input
                type="checkbox"
                role="switch"
                aria-checked={paused}
                aria-label={t('pause')}
                checked={paused}
                onChange={(event) => actions.pause(event.currentTarget.checked)}
              />
              <i aria-hidden="true" />
            </label>
            <Tool name={t('shortcuts')} sign="?" onClick={() => setHelp(true)} />
            <Tool name={t('settings')} sign="⚙" onClick={actions.openSettings} />
            {actions.move && <Tool name={t(framed ? 'sidepanel' : 'dock')} sign={framed ? '⇥' : '⇤'} onClick={actions.move} />}
            {actions.collapse && <Tool name={t('collapse')} sign="–" onClick={actions.collapse} />}
          </div>
        </div>
        {!paused && <StatusLine state={state} onRetry={actions.retry} />}
        {!paused && <Progress state={state} onCancelSync={actions.cancelSync} />}
      </header>
      <main>
        {paused && <p class="empty">{t('paused.text')}</p>}
        {!paused && !state.active && <p class="empty">{state.connected ? t('empty.text') : t('empty.helpdesk')}</p>}
        {!paused && ticket && (
          <>
            {triage?.escalation && (
              <EscalationAlert escalation={triage.escalation} onEscalate={() => escalate(state, actions, t, replyBox.current)} />
            )}
            <Triage state={state} actions={actions} />
            <Summary summary={state.summary} />
            <Knowledge state={state} actions={actions} askBox={askBox} today={today} />
            <DraftSection state={state} actions={{ ...actions, insert }} insertRow={proof.row} replyBox={replyBox} />
            <Customer ticket={ticket} />
          </>
        )}
      </main>
      {help && <Shortcuts onClose={() => setHelp(false)} />}
    </div>
  )
}

function run(event: KeyboardEvent, action: () => void): void {
  event.preventDefault()
  action()
}

/** Prepares a note to colleagues; nothing is sent. */
function escalate(
  state: PanelState,
  actions: PanelActions,
  t: ReturnType<typeof useWording>['t'],
  box: HTMLTextAreaElement | null,
): void {
  const escalation = state.triage?.escalation
  if (!escalation) return
  actions.setAs('note')
  actions.append(t('alert.note', { reason: t(`escalation.${escalation.reason}`), sentence: escalation.sentence }))
  box?.focus()
  box?.scrollIntoView({ block: 'center' })
}

function Tool({ name, sign, onClick }: { name: string; sign: string; onClick: () => void }) {
  return (
    <button type="button" class="tool" aria-label={name} title={name} onClick={onClick}>
      <span aria-hidden="true">{sign}</span>
    </button>
  )
}
