import type { PageReading } from '../create-adapter'
import { first } from '../page'
import type { TicketComment } from '../types'
import { AUTHOR, BODY, ITEM, SUBJECT, TAG } from './selectors'

/** What the page shows of a ticket; most conversations are folded away there. */
export function readFromPage(pane: HTMLElement): PageReading {
  const comments = [...pane.querySelectorAll<HTMLElement>(ITEM)].map(toComment)
  return {
    subject: readSubject(pane),
    tags: [...pane.querySelectorAll(TAG)].map((tag) => tag.textContent?.trim() ?? ''),
    requester: comments[0]?.author ?? { id: '', name: '', role: 'requester' },
    comments,
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
