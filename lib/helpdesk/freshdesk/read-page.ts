import { first } from '../page'
import type { Ticket, TicketComment } from '../types'
import { activePane } from './active-ticket'
import { AUTHOR, BODY, ITEM, SUBJECT, TAG } from './selectors'

/** What the page shows of a ticket; most conversations are folded away there. Null when the pane shows another ticket. */
export function readTicketFromPage(id: string): Ticket | null {
  const pane = activePane(id)
  if (!pane) return null
  const comments = [...pane.querySelectorAll<HTMLElement>(ITEM)].map(toComment)
  return {
    helpdesk: 'freshdesk',
    host: location.host,
    id,
    subject: readSubject(pane),
    status: '',
    priority: null,
    type: null,
    tags: [...pane.querySelectorAll(TAG)].map((tag) => tag.textContent?.trim() ?? ''),
    fields: [],
    group: null,
    assignee: null,
    requester: comments[0]?.author ?? { id: '', name: '', role: 'requester' },
    agent: null,
    comments,
    history: [],
    source: 'page',
  }
}

/** The heading holds controls of its own; the title reads `[#id] subject : helpdesk`. */
function readSubject(pane: HTMLElement): string {
  const heading = first(pane, SUBJECT)?.cloneNode(true) as HTMLElement | undefined
  for (const child of heading?.querySelectorAll('*') ?? []) child.remove()
  const text = heading?.textContent?.trim()
  return text || document.title.replace(/^\[#\d+\]\s*/, '').replace(/ : [^:]*$/, '')
}

function toComment(item: HTMLElement): TicketComment {
  const album = item.querySelector<HTMLElement>('[data-album]')?.dataset.album ?? item.dataset.album ?? ''
  const note = item.className.includes('privatenote')
  const customer = item.className.includes('requestor') || album.startsWith('ticket_')
  const agent = note || item.querySelector('[data-test-is-agent]') !== null
  return {
    id: album.replace(/^note_/, '').replace(/^ticket_/, 'ticket-'),
    author: {
      id: '',
      name: first(item, AUTHOR)?.textContent?.trim() ?? '',
      role: agent ? 'agent' : customer ? 'requester' : 'other',
    },
    public: !note,
    createdAt: '',
    html: first(item, BODY)?.innerHTML ?? '',
  }
}
