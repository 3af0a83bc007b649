/** What all adapters do alike, around the parts that know one helpdesk's page and API. */
import type { HelpdeskAdapter } from './adapter'
import { type InsertSteps, insertReply } from './insert'
import { editorText, first } from './page'
import { type ActiveTicket, type Channel, HelpdeskError, type Ticket } from './types'
import { watchPage } from './watch'

export interface AdapterParts extends Pick<HelpdeskAdapter, 'id' | 'articlePage' | 'theme'> {
  /** Where the agent interface lives on the host. */
  home: string
  ticketIdIn(pathname: string): string | null
  /** Pane of this ticket when it is the one on the screen. */
  activePane(id: string): HTMLElement | null
  channelOf(pane: HTMLElement): Channel | null
  /** Open editor of a pane in this channel. */
  editorIn(pane: HTMLElement, channel: Channel): HTMLElement | null
  /** Mark of the newest comment in a pane; empty while there is none. */
  newestIn(pane: HTMLElement): string
  readThroughApi(id: string, signal: AbortSignal): Promise<Ticket>
  readFromPage(pane: HTMLElement): PageReading
  newestCommentId: InsertSteps['newestCommentId']
  openEditor(
    target: Parameters<InsertSteps['openEditor']>[0],
    page: Page,
    signal: AbortSignal,
  ): ReturnType<InsertSteps['openEditor']>
  writing: Pick<InsertSteps, 'strategies' | 'undo' | 'settleMs'>
  /** Selectors of what a ticket's page must have. */
  expected(id: string): Record<string, readonly string[]>
}

/** What a page can show of a ticket. */
export type PageReading = Pick<Ticket, 'subject' | 'tags' | 'requester' | 'comments'>

export interface Page {
  active(): ActiveTicket | null
  currentEditor(target: { ticketId: string; channel: Channel }): HTMLElement | null
  /** `found`, or that waiting for it makes no sense any more as the address names another ticket. */
  orMoved<T>(found: T | null, id: string): T | 'ticket-changed' | null
}

export function createAdapter(parts: AdapterParts): HelpdeskAdapter {
  const idInUrl = () => parts.ticketIdIn(location.pathname)
  const activePane = () => {
    const id = idInUrl()
    return id === null ? null : parts.activePane(id)
  }
  const page: Page = {
    active() {
      const ticketId = idInUrl()
      const pane = activePane()
      return ticketId && pane ? { ticketId, channel: parts.channelOf(pane) } : null
    },
    currentEditor({ ticketId, channel }) {
      const pane = parts.activePane(ticketId)
      return pane && parts.channelOf(pane) === channel ? parts.editorIn(pane, channel) : null
    },
    orMoved: (found, id) => found ?? (idInUrl() === id ? null : 'ticket-changed'),
  }
  const newestShown = () => {
    const pane = activePane()
    return pane ? parts.newestIn(pane) : ''
  }
  function readFromPage(id: string): Ticket | null {
    const pane = parts.activePane(id)
    return (
      pane && {
        helpdesk: parts.id,
        host: location.host,
        id,
        status: '',
        priority: null,
        type: null,
        fields: [],
        group: null,
        assignee: null,
        agent: null,
        history: [],
        source: 'page',
        ...parts.readFromPage(pane),
      }
    )
  }
  return {
    id: parts.id,
    articlePage: parts.articlePage,
    theme: parts.theme,
    matches: (url) => url.host.endsWith(`.${parts.id}.com`) && `${url.pathname}/`.startsWith(parts.home),
    watch: (onActive, signal) => watchPage({ idInUrl, active: page.active, newestComment: newestShown }, onActive, signal),
    async readTicket(id, signal) {
      try {
        return await parts.readThroughApi(id, signal)
      } catch (thrown) {
        const seen = !signal.aborted && thrown instanceof HelpdeskError && thrown.code !== 'signed-out' && readFromPage(id)
        if (seen) return seen
        throw thrown
      }
    },
    insert: (target, blocks, signal) =>
      insertReply(
        {
          active: page.active,
          currentEditor: page.currentEditor,
          newestCommentId: parts.newestCommentId,
          newestIdOnPage: (id) => readFromPage(id)?.comments.at(-1)?.id ?? null,
          newestShown,
          openEditor: (where, until) => parts.openEditor(where, page, until),
          ...parts.writing,
        },
        target,
        blocks,
        signal,
      ),
    readEditor(ticketId, channel) {
      const editor = page.currentEditor({ ticketId, channel })
      return editor && editorText(editor)
    },
    missing() {
      const id = idInUrl()
      const expected = id === null ? {} : parts.expected(id)
      return Object.keys(expected).filter((part) => !first(document, expected[part] ?? []))
    },
  }
}
