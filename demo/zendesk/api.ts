/** The part of Zendesk's REST API that the agent interface offers to its own pages. */
import { createMeter, type DemoAnswer, type DemoRequest, json } from '../http'
import { sanitise } from '../sanitise'
import { AGENT, type DemoArticle, type DemoComment, type DemoState, type DemoTicket, GROUPS } from '../state'

export const ZENDESK_TOKEN = 'demo-zendesk-token'
const FIELDS = { order_number: 360001, product: 360002 } as Record<string, number>
const SEGMENTS = { 'signed-in': 501, agents: 502 } as const

export function createZendeskApi(state: DemoState) {
  const support = createMeter(2500)
  const guide = createMeter(2500)
  const desk = state.desks.zendesk

  const userOf = (id: number, name: string, email: string, role: string) => ({ id, name, email, role, active: true })
  const usersOf = (ticket: DemoTicket) => [
    userOf(ticket.requester.id, ticket.requester.name, ticket.requester.email, 'end-user'),
    ...[...new Map(ticket.comments.map((each) => [each.authorId, each])).values()]
      .filter((each) => each.role !== 'requester')
      .map((each) => userOf(each.authorId, each.author, '', each.role === 'other' ? 'end-user' : 'agent')),
    userOf(AGENT.id, AGENT.name, AGENT.email, 'agent'),
  ]
  const ticketJson = (ticket: DemoTicket) => ({
    id: ticket.id,
    subject: ticket.subject,
    raw_subject: ticket.subject,
    description: '',
    status: ticket.status,
    priority: ticket.priority,
    type: ticket.type,
    tags: ticket.tags,
    requester_id: ticket.requester.id,
    submitter_id: ticket.requester.id,
    assignee_id: ticket.assignee ? AGENT.id : null,
    group_id: ticket.group ? 40 + GROUPS.indexOf(ticket.group) : null,
    custom_fields: Object.entries(ticket.fields).map(([key, value]) => ({ id: FIELDS[key] ?? 0, value: value || null })),
    via: { channel: ticket.messaging ? 'native_messaging' : 'email' },
    from_messaging_channel: ticket.messaging,
    created_at: ticket.createdAt,
    updated_at: ticket.updatedAt,
  })
  const commentJson = (comment: DemoComment) => ({
    id: comment.id,
    type: 'Comment',
    audit_id: comment.id + 1_000_000,
    author_id: comment.authorId,
    public: comment.public,
    html_body: `<div class="zd-comment" dir="auto">${comment.html}</div>`,
    created_at: comment.createdAt,
    via: { channel: comment.role === 'bot' ? 'rule' : 'web' },
    metadata: { flags: comment.role === 'bot' ? [4] : [] },
    attachments: [],
  })
  const sectionId = numbered(9100)
  const categoryId = numbered(9001)
  const sectionsNow = () => [...new Map([...desk.articles.values()].map((each) => [each.section, each])).values()]
  const articleJson = (article: DemoArticle) => ({
    id: article.id,
    title: article.title,
    name: article.title,
    body: article.html,
    locale: article.locale,
    source_locale: article.locale,
    html_url: `https://acme.zendesk.com/hc/${article.locale}/articles/${article.id}`,
    section_id: sectionId(article.section),
    label_names: article.labels,
    draft: article.draft,
    user_segment_id: article.visibility === 'everyone' ? null : SEGMENTS[article.visibility],
    edited_at: article.editedAt,
    updated_at: article.editedAt,
    created_at: article.editedAt,
  })
  const notFound = () => json({ error: 'RecordNotFound', description: 'Not found' }, 404)

  /** Cursor paging: the cursor is the place in the list, made opaque. */
  function page<T>(
    items: T[],
    query: URLSearchParams,
    name: string,
    extra: object = {},
    headers: Record<string, string> = {},
  ): DemoAnswer {
    const size = Math.min(100, Number(query.get('page[size]') ?? query.get('per_page') ?? 100))
    const from = query.get('page[after]') ? Number(Buffer.from(query.get('page[after]') ?? '', 'base64').toString()) : 0
    const end = from + size
    const more = end < items.length
    const cursor = more ? Buffer.from(String(end)).toString('base64') : ''
    return json(
      {
        [name]: items.slice(from, end),
        ...extra,
        meta: { has_more: more, after_cursor: cursor },
        links: { prev: null, next: more ? `https://acme.zendesk.com/?page%5Bafter%5D=${encodeURIComponent(cursor)}` : null },
      },
      200,
      headers,
    )
  }

  /** Paging by number, as sections and categories have it. */
  function offsetPage(items: object[], query: URLSearchParams, name: string): DemoAnswer {
    const size = Math.min(100, Number(query.get('per_page') ?? 30))
    const at = Number(query.get('page') ?? 1)
    const next = at * size < items.length ? `https://acme.zendesk.com/api/v2/help_center/${name}.json?page=${at + 1}` : null
    return json({ [name]: items.slice((at - 1) * size, at * size), page: at, next_page: next, count: items.length })
  }

  return (request: DemoRequest): DemoAnswer => {
    const path = request.path.replace(/^\/api\/v2/, '').replace(/\.json$/, '')
    const meter = path.startsWith('/help_center') ? guide : support
    if (!meter.use())
      return { status: 429, type: 'text/plain', body: 'Too many requests', headers: { 'retry-after': String(meter.retryAfter) } }
    const limits = { 'x-rate-limit': String(meter.limit), 'x-rate-limit-remaining': String(meter.left) }
    if (path === '/users/me') {
      if (state.signedOut) return json({ user: { id: null, name: 'Anonymous user', role: 'end-user' } })
      return json(
        { user: { ...userOf(AGENT.id, AGENT.name, AGENT.email, 'agent'), authenticity_token: ZENDESK_TOKEN } },
        200,
        limits,
      )
    }
    if (state.signedOut) return json({ error: "Couldn't authenticate you" }, 401)

    const ticketPath = /^\/tickets\/(\d+)(\/comments|\/conversation_log)?$/.exec(path)
    if (ticketPath) {
      const ticket = desk.tickets.get(Number(ticketPath[1]))
      if (!ticket) return notFound()
      if (request.method === 'PUT') return update(ticket, request)
      if (ticketPath[2] === '/comments') {
        const listed = ticket.messaging ? ticket.comments.slice(0, 1) : ticket.comments
        const ordered = request.query.get('sort') === '-created_at' ? listed.slice().reverse() : listed
        return page(ordered.map(commentJson), request.query, 'comments', { users: usersOf(ticket) }, limits)
      }
      if (ticketPath[2] === '/conversation_log') return page(ticket.comments.map(eventJson), request.query, 'events', {}, limits)
      const groups = GROUPS.map((name, at) => ({ id: 40 + at, name }))
      return json({ ticket: ticketJson(ticket), users: usersOf(ticket), groups }, 200, limits)
    }
    const requested = /^\/users\/(\d+)\/tickets\/requested$/.exec(path)
    if (requested) {
      const own = [...desk.tickets.values()].filter((each) => each.requester.id === Number(requested[1]))
      return json({ tickets: own.map(ticketJson), count: own.length, next_page: null }, 200, limits)
    }
    if (path === '/ticket_fields') {
      return json(
        {
          ticket_fields: [
            { id: 360001, type: 'text', title: 'Order number' },
            { id: 360002, type: 'text', title: 'Product' },
          ],
        },
        200,
        limits,
      )
    }
    if (path === '/help_center/locales') return json({ locales: ['en-us', 'zh-cn'], default_locale: 'en-us' })
    if (path === '/help_center/user_segments/applicable') {
      return json({
        user_segments: [
          { id: 501, name: 'Signed-in users', user_type: 'signed_in_users' },
          { id: 502, name: 'Agents', user_type: 'staff' },
        ],
      })
    }
    const guidePath = /^\/help_center\/([a-z-]+)\/(articles|sections|categories)$/.exec(path)
    if (!guidePath) return notFound()
    const locale = guidePath[1]
    if (guidePath[2] === 'categories') {
      const names = [...new Set(sectionsNow().map((each) => each.category))]
      return offsetPage(
        names.map((name) => ({ id: categoryId(name), name })),
        request.query,
        'categories',
      )
    }
    if (guidePath[2] === 'sections') {
      return offsetPage(
        sectionsNow().map(({ section, category }) => ({
          id: sectionId(section),
          name: section,
          category_id: categoryId(category),
        })),
        request.query,
        'sections',
      )
    }
    const articles = [...desk.articles.values()].filter((each) => each.locale === locale)
    articles.sort((a, b) => b.editedAt.localeCompare(a.editedAt))
    return page(
      articles.map(articleJson),
      request.query,
      'articles',
      { count: articles.length },
      { 'x-rate-limit': limits['x-rate-limit'], 'x-rate-limit-remaining': limits['x-rate-limit-remaining'] },
    )
  }

  function eventJson(comment: DemoComment) {
    const type = comment.role === 'requester' ? 'user' : comment.role === 'bot' ? 'bot' : 'agent'
    return {
      id: `01J${comment.id}`,
      type: comment.public ? 'Messaging::ConversationMessage' : 'Comment',
      created_at: comment.createdAt,
      author: { type, 'zen:support:user_id': String(comment.authorId) },
      content: comment.public ? { type: 'text', text: plain(comment.html) } : { type: 'html', body: comment.html },
      metadata: { public: comment.public },
    }
  }

  function update(ticket: DemoTicket, request: DemoRequest): DemoAnswer {
    if (request.headers['x-csrf-token'] !== ZENDESK_TOKEN)
      return json({ error: { title: 'Forbidden', message: 'Invalid authenticity token' } }, 403)
    const change = ((request.body as { ticket?: Record<string, unknown> })?.ticket ?? {}) as Record<string, unknown>
    if (change.safe_update === true && change.updated_stamp !== ticket.updatedAt)
      return json({ error: 'UpdateConflict', description: 'Safe Update prevented the update' }, 409)
    if (ticket.status === 'closed') return json({ error: 'RecordInvalid', description: 'closed tickets cannot be updated' }, 422)
    const comment = change.comment as { html_body?: string; public?: boolean } | undefined
    if (comment?.html_body) state.addAgentComment('zendesk', ticket.id, sanitise(comment.html_body), comment.public !== false)
    if (typeof change.status === 'string') ticket.status = change.status
    return json({ ticket: ticketJson(ticket), audit: { id: 1, events: [] } })
  }
}

/** A number for each name, the same one ever after. */
function numbered(first: number): (name: string) => number {
  const names: string[] = []
  return (name) => {
    if (!names.includes(name)) names.push(name)
    return first + names.indexOf(name)
  }
}

const plain = (html: string) =>
  html
    .replace(/<br\s*\/?>|<\/(p|div|li)>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .trim()
