/** One panel's work on one helpdesk tab. Whatever belongs to a ticket ends when the agent turns to another. */

import { draftToText, textToBlocks } from '../drafting/text'
import type { DraftOptions } from '../drafting/types'
import type { Channel, InsertTarget } from '../helpdesk/types'
import type { SyncState } from '../knowledge/types'
import type { BrokerCalls } from '../protocol/broker'
import type { PortClient } from '../protocol/client'
import type { EngineCalls, EngineEvents } from '../protocol/engine'
import { Failure, toAppError } from '../protocol/errors'
import type { FrameLayout, HelpdeskCalls, HelpdeskEvents } from '../protocol/helpdesk'
import { hashPayload } from '../protocol/payload-hash'
import type { HeadName } from '../triage/types'
import { isStale, syncKnowledge, waitMs } from './knowledge-sync'
import { emptyReply, firstState, type PanelState, type ReplyState, type Retry } from './state'

export interface SessionDeps {
  helpdesk: PortClient<HelpdeskCalls, HelpdeskEvents>
  engine: PortClient<EngineCalls, EngineEvents>
  approve: (payload: BrokerCalls['insert.approve']['request']) => Promise<BrokerCalls['insert.approve']['result']>
  /** The tab to write to when the panel is not framed in it. */
  tabId: number | null
  options: Omit<DraftOptions, 'audience'>
  now: () => number
  /** The tab went away or its content script did; called a moment later, for another attempt. */
  onLost: () => void
}

export type Session = ReturnType<typeof createSession>

const CHECK_AFTER_MS = 400
const RECONNECT_MS = 700
/** Passages are looked for again at most this often while the help centre comes in. */
const REFRESH_MS = 1_500
const APPROVALS = 4
/** What must not go in unseen: facts that nothing backs, and what only colleagues may read. */
const SERIOUS = new Set(['internal', 'link', 'contact', 'amount', 'date', 'order'])

export function createSession(deps: SessionDeps) {
  const { helpdesk, approve } = deps
  const engine = repeatingOnce(deps.engine)
  let state = firstState(deps.options)
  const listeners = new Set<() => void>()
  const whole = new AbortController()
  /** Aborted when the agent turns to another ticket. */
  let scope = new AbortController()
  let drafting: AbortController | null = null
  let explaining: AbortController | null = null
  let syncing: AbortController | null = null
  let checkTimer: ReturnType<typeof setTimeout> | undefined
  let refreshTimer: ReturnType<typeof setTimeout> | undefined
  /** An approval whose outcome is not known yet keeps its id, so that asking again cannot write twice. */
  let open: { opId: string; hash: string } | null = null
  const kept = new Map<string, ReplyState>()

  function set(change: Partial<PanelState>): void {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
  const setReply = (change: Partial<ReplyState>) => set({ reply: { ...state.reply, ...change } })

  function fail(thrown: unknown, retry: Retry): void {
    const error = toAppError(thrown)
    if (error.code !== 'cancelled') set({ error: { error, retry } })
  }

  /** Runs work of the shown ticket. Late results of another ticket go nowhere. */
  async function forTicket(retry: Retry, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = scope
    try {
      await work(signal)
    } catch (thrown) {
      if (!signal.aborted) fail(thrown, retry)
    }
  }

  function onActive(event: HelpdeskEvents['helpdesk.active']): void {
    const before = state.active
    set({
      connected: true,
      helpdesk: event.helpdesk,
      host: event.host,
      theme: event.theme,
      active: event.active,
      missing: event.missing,
    })
    if (event.active?.ticketId !== before?.ticketId) {
      turnTo(event.active?.ticketId ?? null, event.active?.channel ?? null)
      if (event.active) void lookAtSync()
    } else if (event.reason === 'channel' && event.active?.channel && !state.reply.inserting && state.reply.text === '') {
      setReply({ as: event.active.channel })
    } else if (event.reason === 'comments') {
      set({ notice: 'new-comment' })
      void read()
    }
  }

  function turnTo(ticketId: string | null, channel: Channel | null): void {
    if (state.ticket && state.reply.edited)
      kept.set(`${state.host}|${state.ticket.id}`, { ...state.reply, drafting: false, inserting: false, confirming: false })
    scope.abort()
    scope = new AbortController()
    drafting?.abort()
    clearTimeout(checkTimer)
    open = null
    const old = ticketId === null ? undefined : kept.get(`${state.host}|${ticketId}`)
    set({
      busy: null,
      ticket: null,
      messages: [],
      summary: null,
      triage: null,
      passages: null,
      why: null,
      correcting: null,
      answer: null,
      notice: null,
      error: null,
      reply: old ?? emptyReply(channel ?? 'public'),
    })
    if (ticketId !== null) void read()
  }

  const read = () =>
    forTicket('ticket', async (signal) => {
      const id = state.active?.ticketId
      if (!id) return
      set({ busy: 'reading', error: null })
      try {
        const ticket = await helpdesk.call('ticket.read', { ticketId: id }, { signal })
        if (signal.aborted || ticket.id !== id || ticket.host !== state.host) return
        set({ ticket, busy: 'understanding' })
        await understand(signal)
      } finally {
        if (!signal.aborted) set({ busy: null })
      }
    })

  async function understand(signal: AbortSignal): Promise<void> {
    const { ticket } = state
    if (!ticket) return
    const done = await engine.call(
      'ticket.understand',
      { ticket },
      {
        signal,
        onChunk(chunk) {
          if (signal.aborted) return
          if (chunk.stage === 'cleaned') set({ messages: chunk.messages, summary: chunk.summary })
          else if (chunk.stage === 'triage') set({ triage: chunk.triage })
          else set({ passages: chunk.passages })
        },
      },
    )
    if (!signal.aborted) set({ triage: done.triage, passages: done.passages })
  }

  const draft = () =>
    forTicket('draft', async (signal) => {
      const { ticket, reply } = state
      if (!ticket || reply.drafting) return
      const mine = new AbortController()
      drafting = mine
      const previous = reply.edited && reply.text.trim() !== '' ? reply.text : null
      setReply({ drafting: true, previous, confirming: false })
      set({ error: null, notice: null })
      const audience = reply.as === 'note' ? 'note' : 'public'
      const blocks: { blocks: EngineCalls['reply.draft']['result']['blocks'] } = { blocks: [] }
      try {
        const result = await engine.call(
          'reply.draft',
          { ticket, options: { ...state.options, audience } },
          {
            signal: AbortSignal.any([signal, mine.signal]),
            onChunk(chunk) {
              if (signal.aborted || mine.signal.aborted || chunk.stage !== 'block') return
              blocks.blocks.push(chunk.block)
              setReply({ text: draftToText(blocks) })
            },
          },
        )
        if (!signal.aborted) setReply({ text: draftToText(result), draft: result, checks: result.checks, edited: false })
      } finally {
        if (!signal.aborted) setReply({ drafting: false })
        if (drafting === mine) drafting = null
      }
    })

  function edit(text: string): void {
    setReply({ text, edited: true, confirming: false })
    set({ notice: null })
    clearTimeout(checkTimer)
    checkTimer = setTimeout(() => void check(), CHECK_AFTER_MS)
  }

  const check = () =>
    forTicket('draft', async (signal) => {
      const { ticket, reply } = state
      if (!ticket) return
      const { checks } = await engine.call(
        'reply.check',
        { ticket, text: reply.text, audience: reply.as === 'note' ? 'note' : 'public' },
        { signal },
      )
      if (!signal.aborted && state.reply.text === reply.text) setReply({ checks })
    })

  const insert = () =>
    forTicket('insert', async (signal) => {
      const { ticket, reply } = state
      if (!ticket || reply.inserting || reply.drafting || reply.text.trim() === '') return
      if (reply.as !== 'note' && !reply.confirming && reply.checks.some((each) => SERIOUS.has(each.kind))) {
        setReply({ confirming: true })
        return
      }
      const blocks = textToBlocks(reply.text)
      const target: InsertTarget = {
        host: ticket.host,
        ticketId: ticket.id,
        channel: reply.as,
        lastCommentId: ticket.comments.at(-1)?.id ?? '',
      }
      const hash = await hashPayload(target, blocks)
      if (open?.hash !== hash) open = { opId: crypto.randomUUID(), hash }
      setReply({ inserting: true, confirming: false })
      set({ error: null, notice: null })
      try {
        const result = await approveUntilAnswered({ opId: open.opId, tabId: deps.tabId, target, blocks, hash })
        open = null
        if (signal.aborted) return
        if (!result.ok) throw new Failure(result.error.code, result.error.message)
        set({ notice: 'inserted' })
        kept.delete(`${ticket.host}|${ticket.id}`)
      } finally {
        if (!signal.aborted) setReply({ inserting: false })
      }
    })

  /** The background may die before it answers; the same operation is asked about again, never a new one. */
  async function approveUntilAnswered(payload: BrokerCalls['insert.approve']['request']) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await approve(payload)
      } catch (thrown) {
        const lost = thrown instanceof Failure && (thrown.code === 'disconnected' || thrown.code === 'deadline')
        if (!lost || attempt === APPROVALS) throw thrown
        await waitMs(150 * attempt, whole.signal)
      }
    }
  }

  async function lookAtSync(): Promise<void> {
    const { host } = state
    try {
      const sync = await engine.call('knowledge.state', { host }, { signal: whole.signal })
      set({ sync })
      if (isStale(sync, deps.now())) await runSync(false)
    } catch (thrown) {
      fail(thrown, 'sync')
    }
  }

  async function runSync(full: boolean): Promise<void> {
    if (syncing) return
    const mine = new AbortController()
    syncing = mine
    try {
      await syncKnowledge(
        state.host,
        full,
        { engine, helpdesk, now: deps.now, wait: waitMs },
        AbortSignal.any([mine.signal, whole.signal]),
      )
    } catch (thrown) {
      fail(thrown, 'sync')
    } finally {
      syncing = null
    }
  }

  function onKnowledge(sync: SyncState): void {
    if (sync.host !== state.host) return
    set({ sync })
    if (!state.ticket || state.busy) return
    refreshTimer ??= setTimeout(() => {
      refreshTimer = undefined
      void forTicket('ticket', understand)
    }, REFRESH_MS)
  }

  const stops = [
    helpdesk.on('helpdesk.active', onActive),
    engine.on('knowledge.state', onKnowledge),
    engine.on('engine.status', (status) => set({ engine: status })),
    helpdesk.onLost(() => {
      set({ connected: false })
      if (!whole.signal.aborted) setTimeout(() => deps.onLost(), RECONNECT_MS)
    }),
  ]

  async function layout(next: FrameLayout): Promise<void> {
    try {
      await helpdesk.call('frame.layout', next, { signal: whole.signal })
    } catch {
      // The tab is gone or has no content script any more; the panel says that it is not connected.
    }
  }

  return {
    get state() {
      return state
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    read,
    draft,
    stop: () => {
      drafting?.abort()
      setReply({ drafting: false })
      set({ notice: 'stopped' })
    },
    edit,
    /** Puts text at the end of the reply, as a paragraph of its own. */
    append: (text: string) => edit(state.reply.text.trim() === '' ? text : `${state.reply.text.trimEnd()}\n\n${text}`),
    restore: () => {
      if (state.reply.previous !== null) edit(state.reply.previous)
      setReply({ previous: null })
    },
    insert,
    setAs(as: Channel) {
      setReply({ as, confirming: false })
      if (state.reply.text.trim() !== '') void check()
    },
    setOptions: (change: Partial<PanelState['options']>) => set({ options: { ...state.options, ...change } }),
    notice: (notice: PanelState['notice']) => set({ notice }),
    layout,
    why: (head: HeadName) =>
      forTicket('ticket', async (signal) => {
        const { ticket, triage } = state
        const message = triage?.messages.filter((each) => !each.thanksOnly).at(-1) ?? triage?.messages.at(-1)
        explaining?.abort()
        if (state.why?.head === head || !ticket || !triage || !message) return set({ why: null })
        const mine = new AbortController()
        explaining = mine
        set({ why: { head, result: null }, correcting: null })
        const label = message[head].label ?? message[head].ranked[0]?.label ?? ''
        const request = { ticket, commentId: message.commentId, head, label }
        const result = await engine.call('ticket.why', request, { signal: AbortSignal.any([signal, mine.signal]) })
        if (!signal.aborted && state.why?.head === head) set({ why: { head, result } })
      }),
    correcting(head: HeadName | null) {
      explaining?.abort()
      set({ correcting: head, why: null })
    },
    correct: (head: HeadName, label: string | null) =>
      forTicket('ticket', async (signal) => {
        const { ticket, triage } = state
        const message = triage?.messages.filter((each) => !each.thanksOnly).at(-1) ?? triage?.messages.at(-1)
        if (!ticket || !message) return
        set({ correcting: null })
        const corrected = await engine.call(
          'ticket.correct',
          { host: ticket.host, ticket, commentId: message.commentId, head, label },
          { signal },
        )
        if (!signal.aborted) set({ triage: corrected })
      }),
    ask: (question: string) =>
      forTicket('ask', async (signal) => {
        if (question.trim() === '') return set({ answer: null })
        set({ answer: { question, result: null }, error: null })
        const result = await engine.call('knowledge.ask', { host: state.host, question, locale: null }, { signal })
        if (!signal.aborted && state.answer?.question === question) set({ answer: { question, result } })
      }),
    dislike: (passageId: string) =>
      forTicket('ticket', async (signal) => {
        const intent = state.triage?.intent.label ?? null
        set({ passages: state.passages?.filter((hit) => hit.passage.id !== passageId) ?? null })
        if (intent) await engine.call('knowledge.dislike', { host: state.host, passageId, intent }, { signal })
      }),
    sync: runSync,
    cancelSync: () => syncing?.abort(),
    retry() {
      const retry = state.error?.retry
      set({ error: null })
      if (retry === 'ticket') void read()
      else if (retry === 'draft') void draft()
      else if (retry === 'insert') void insert()
      else if (retry === 'sync') void runSync(false)
    },
    close() {
      whole.abort()
      scope.abort()
      drafting?.abort()
      clearTimeout(checkTimer)
      clearTimeout(refreshTimer)
      for (const stop of stops) stop()
      helpdesk.close()
    },
  }
}

/** Everything that the engine does may be asked again: once when it went away in the middle. */
function repeatingOnce(engine: SessionDeps['engine']): SessionDeps['engine'] {
  return {
    ...engine,
    call: (kind, request, options) =>
      engine.call(kind, request, options).catch((thrown) => {
        if (thrown instanceof Failure && thrown.code === 'disconnected' && !options?.signal?.aborted)
          return engine.call(kind, request, options)
        throw thrown
      }),
  }
}
