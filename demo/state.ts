/** What the demo helpdesks hold. Both start with the same tickets and articles, and change apart. */
import { readFileSync } from 'node:fs'

export type Helpdesk = 'zendesk' | 'freshdesk'
export type Role = 'requester' | 'agent' | 'bot' | 'other'

export interface DemoComment {
  id: number
  authorId: number
  author: string
  role: Role
  public: boolean
  html: string
  createdAt: string
}

export interface DemoTicket {
  id: number
  subject: string
  status: string
  priority: string | null
  type: string | null
  tags: string[]
  group: string | null
  assignee: string | null
  requester: { id: number; name: string; email: string }
  fields: Record<string, string>
  messaging: boolean
  createdAt: string
  updatedAt: string
  comments: DemoComment[]
}

export interface DemoArticle {
  id: number
  locale: string
  category: string
  section: string
  title: string
  html: string
  editedAt: string
  visibility: 'everyone' | 'signed-in' | 'agents'
  draft: boolean
  labels: string[]
}

export const AGENT = { id: 12, name: 'Ana Agent', email: 'ana@acmehome.example' }
const BOT = 13
export const GROUPS = ['Care', 'Orders', 'Returns', 'Billing', 'Technical', 'Security', 'Sales']

interface Desk {
  tickets: Map<number, DemoTicket>
  articles: Map<number, DemoArticle>
}

export interface RequestRecord {
  host: string
  method: string
  path: string
  /** 0 where no answer was given. */
  status: number
}

export type DemoState = ReturnType<typeof createState>

const read = (name: string) => JSON.parse(readFileSync(new URL(`./data/${name}.json`, import.meta.url), 'utf8'))

export function createState() {
  let nextId = 9_000_000
  let clock = Date.parse('2026-11-24T09:00:00Z')
  let signedOut = false
  const now = () => {
    clock += 1000
    return new Date(clock).toISOString().replace('.000', '')
  }
  const requests: RequestRecord[] = []
  const people = new Map<string, number>()
  const personId = (email: string) => {
    const known = people.get(email) ?? 700_000 + people.size
    people.set(email, known)
    return known
  }

  function load(): Desk {
    const tickets = new Map<number, DemoTicket>()
    for (const raw of [...read('tickets-en'), ...read('tickets-zh')]) {
      const requester = { id: personId(raw.requester.email), ...raw.requester }
      const comments = raw.comments.map(
        (comment: { by: Role; name?: string; public: boolean; at: string; html: string }): DemoComment => ({
          id: nextId++,
          role: comment.by,
          author:
            comment.by === 'requester'
              ? requester.name
              : (comment.name ?? (comment.by === 'bot' ? 'Acme Assistant' : AGENT.name)),
          authorId:
            comment.by === 'requester'
              ? requester.id
              : comment.by === 'bot'
                ? BOT
                : comment.by === 'agent'
                  ? AGENT.id
                  : personId(`${comment.name}@other.example`),
          public: comment.public,
          html: comment.html,
          createdAt: comment.at,
        }),
      )
      tickets.set(raw.id, {
        ...raw,
        requester,
        comments,
        messaging: raw.channel === 'messaging',
        updatedAt: comments.at(-1)?.createdAt ?? raw.createdAt,
      })
    }
    const articles = new Map<number, DemoArticle>()
    for (const raw of [...read('articles-en'), ...read('articles-zh')])
      articles.set(Number(raw.id), { ...raw, id: Number(raw.id) })
    return { tickets, articles }
  }

  const desks: Record<Helpdesk, Desk> = { zendesk: load(), freshdesk: load() }

  function ticket(helpdesk: Helpdesk, id: number): DemoTicket {
    const found = desks[helpdesk].tickets.get(id)
    if (!found) throw new Error(`no ticket ${id}`)
    return found
  }

  function addComment(
    helpdesk: Helpdesk,
    id: number,
    comment: Pick<DemoComment, 'authorId' | 'author' | 'role' | 'public' | 'html'>,
  ): DemoComment {
    const to = ticket(helpdesk, id)
    const added = { id: nextId++, createdAt: now(), ...comment }
    to.comments.push(added)
    to.updatedAt = added.createdAt
    return added
  }

  return {
    desks,
    requests,
    get signedOut() {
      return signedOut
    },
    setSignedOut: (value: boolean) => {
      signedOut = value
    },
    ticket,
    comments: (helpdesk: Helpdesk, id: number) => ticket(helpdesk, id).comments,
    addAgentComment: (helpdesk: Helpdesk, id: number, html: string, isPublic: boolean) =>
      addComment(helpdesk, id, { authorId: AGENT.id, author: AGENT.name, role: 'agent', public: isPublic, html }),
    addCommentFromRequester(helpdesk: Helpdesk, id: number, html: string) {
      const { requester } = ticket(helpdesk, id)
      return addComment(helpdesk, id, { authorId: requester.id, author: requester.name, role: 'requester', public: true, html })
    },
    setTicket(helpdesk: Helpdesk, id: number, change: { subject?: string; html?: string; requesterName?: string }) {
      const to = ticket(helpdesk, id)
      if (change.subject !== undefined) to.subject = change.subject
      if (change.requesterName !== undefined) to.requester.name = change.requesterName
      const first = to.comments[0]
      if (first && change.html !== undefined) first.html = change.html
      if (first && change.requesterName !== undefined) first.author = change.requesterName
      to.updatedAt = now()
    },
    editArticle(helpdesk: Helpdesk, id: number, change: Partial<DemoArticle>) {
      const article = desks[helpdesk].articles.get(id)
      if (article) desks[helpdesk].articles.set(id, { ...article, ...change, editedAt: now() })
    },
    deleteArticle: (helpdesk: Helpdesk, id: number) => desks[helpdesk].articles.delete(id),
    addArticle(helpdesk: Helpdesk, article: Partial<DemoArticle> & { title: string; html: string }) {
      const id = nextId++
      desks[helpdesk].articles.set(id, {
        id,
        locale: 'en-us',
        category: 'Added',
        section: 'Added',
        visibility: 'everyone',
        draft: false,
        labels: [],
        editedAt: now(),
        ...article,
      })
      return id
    },
  }
}
