import { first } from '../page'
import type { AuthorRole, Ticket, TicketComment } from '../types'
import { activePane } from './active-ticket'
import { ITEM_BODY, ITEM_BUBBLE, ITEM_INTERNAL, ITEM_SENDER, ITEM_TIME, LOG_ITEM, REQUESTER, SUBJECT, TAG } from './selectors'

const ROLES: Record<string, AuthorRole> = { 'end-user': 'requester', agent: 'agent', internal: 'agent', bot: 'bot' }

/** What the page shows of a ticket; long conversations are paged there. Null when the pane is not on the screen. */
export function readTicketFromPage(id: string): Ticket | null {
  const pane = activePane(id)
  if (!pane) return null
  const subject = first(pane, SUBJECT)
  const name = first(pane, REQUESTER)?.textContent?.trim() ?? ''
  const comments = [...pane.querySelectorAll(LOG_ITEM)].map(toComment).sort((a, b) => a.createdAt.localeCompare(b.createdAt))
  return {
    helpdesk: 'zendesk',
    host: location.host,
    id,
    subject: subject instanceof HTMLInputElement ? subject.value : (subject?.textContent?.trim() ?? ''),
    status: '',
    priority: null,
    type: null,
    tags: [...pane.querySelectorAll(TAG)].map((tag) => tag.textContent?.trim() ?? ''),
    fields: [],
    group: null,
    assignee: null,
    requester: { id: '', name, role: 'requester' },
    agent: null,
    comments,
    history: [],
    source: 'page',
  }
}

function toComment(item: Element): TicketComment {
  const createdAt = first(item, ITEM_TIME)?.getAttribute('datetime') ?? ''
  const internal = first(item, ITEM_INTERNAL) !== null
  const type = first(item, ITEM_BUBBLE)?.getAttribute('type') ?? ''
  const body = first(item, ITEM_BODY)
  return {
    id: `page-${createdAt}`,
    author: {
      id: '',
      name: first(item, ITEM_SENDER)?.textContent?.trim() ?? '',
      role: internal ? 'agent' : (ROLES[type] ?? 'other'),
    },
    public: !internal && type !== 'internal',
    createdAt,
    html: body?.innerHTML ?? '',
  }
}
