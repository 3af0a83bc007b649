import type { PageReading } from '../create-adapter'
import { first } from '../page'
import type { AuthorRole, TicketComment } from '../types'
import { ITEM_BODY, ITEM_BUBBLE, ITEM_INTERNAL, ITEM_SENDER, ITEM_TIME, LOG_ITEM, REQUESTER, SUBJECT, TAG } from './selectors'

const ROLES: Record<string, AuthorRole> = { 'end-user': 'requester', agent: 'agent', internal: 'agent', bot: 'bot' }

/** What the page shows of a ticket; long conversations are paged there. */
export function readFromPage(pane: HTMLElement): PageReading {
  const subject = first(pane, SUBJECT)
  const name = first(pane, REQUESTER)?.textContent?.trim() ?? ''
  return {
    subject: subject instanceof HTMLInputElement ? subject.value : (subject?.textContent?.trim() ?? ''),
    tags: [...pane.querySelectorAll(TAG)].map((tag) => tag.textContent?.trim() ?? ''),
    requester: { id: '', name, role: 'requester' },
    comments: [...pane.querySelectorAll(LOG_ITEM)].map(toComment).sort((a, b) => a.createdAt.localeCompare(b.createdAt)),
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
