/** The part of Freshdesk's private and public APIs that its own pages can call. */
import { createMeter, type DemoAnswer, type DemoRequest, json } from '../http'
import { sanitise } from '../sanitise'
import { AGENT, type DemoArticle, type DemoComment, type DemoState, type DemoTicket, GROUPS } from '../state'

export const FRESHDESK_TOKEN = 'demo-freshdesk-token'
const STATUS: Record<string, number> = { new: 2, open: 2, pending: 3, hold: 6, solved: 4, closed: 5 }
const PRIORITY: Record<string, number> = { low: 1, normal: 2, high: 3, urgent: 4 }
const VISIBILITY = { everyone: 1, 'signed-in': 2, agents: 3 } as const
const LANGUAGES: Record<string, string> = { '': 'en-us', en: 'en-us', 'zh-CN': 'zh-cn' }

export function createFreshdeskApi(state: DemoState) {
  const desk = state.desks.freshdesk
  const meter = createMeter(700)

  const ticketJson = (ticket: DemoTicket) => ({
    id: ticket.id,
    subject: ticket.subject,
    description: ticket.comments[0]?.html ?? '',
    status: STATUS[ticket.status] ?? 2,
    priority: PRIORITY[ticket.priority ?? 'normal'],
    source: ticket.messaging ? 7 : 1,
    type: ticket.type,
    requester_id: ticket.requester.id,
    responder_id: ticket.assignee ? AGENT.id : null,
    group_id: ticket.group ? 40 + GROUPS.indexOf(ticket.group) : null,
    tags: ticket.tags,
    custom_fields: { cf_order_number: ticket.fields.order_number || null, cf_product: ticket.fields.product || null },
    requester: { id: ticket.requester.id, name: ticket.requester.name, email: ticket.requester.email },
    created_at: ticket.createdAt,
    updated_at: ticket.updatedAt,
  })
  const conversationJson = (ticket: DemoTicket) => (comment: DemoComment) => ({
    id: comment.id,
    ticket_id: ticket.id,
    user_id: comment.authorId,
    body: comment.html,
    incoming: comment.role === 'requester' || comment.role === 'other',
    private: !comment.public,
    source: comment.public ? 0 : 2,
    from_email: comment.role === 'requester' ? ticket.requester.email : null,
    auto_response: comment.role === 'bot',
    automation_id: comment.role === 'bot' ? 77 : null,
    deleted: false,
    created_at: comment.createdAt,
    updated_at: comment.createdAt,
  })
  const articleJson = (article: DemoArticle, folder: number) => ({
    id: article.id,
    title: article.title,
    description: article.html,
    status: article.draft ? 1 : 2,
    folder_id: folder,
    folder_visibility: VISIBILITY[article.visibility],
    tags: article.labels,
    created_at: article.editedAt,
    updated_at: article.editedAt,
  })
  /** A folder has one visibility: section and visibility together make one. */
  const foldersOf = (locale: string) => {
    const folders: { id: number; name: string; category: string; visibility: keyof typeof VISIBILITY }[] = []
    for (const { locale: own, section, category, visibility } of desk.articles.values()) {
      if (own === locale && !folders.some((each) => each.name === section && each.visibility === visibility)) {
        folders.push({ id: (locale === 'zh-cn' ? 7500 : 7000) + folders.length, name: section, category, visibility })
      }
    }
    return folders
  }
  const categoriesOf = (locale: string) => [...new Set(foldersOf(locale).map((each) => each.category))]

  return (request: DemoRequest): DemoAnswer => {
    const path = request.path.replace(/\.json$/, '')
    const limits: Record<string, string> = {}
    if (state.signedOut)
      return json({ code: 'invalid_credentials', message: 'You have to be logged in to perform this action.' }, 401)
    if (path.startsWith('/api/v2/')) {
      if (!meter.use())
        return json({ code: 'limit_reached', message: 'You have exceeded the limit of requests per minute' }, 429, {
          'retry-after': String(meter.retryAfter),
        })
      limits['x-ratelimit-total'] = String(meter.limit)
      limits['x-ratelimit-remaining'] = String(meter.left)
    }
    if (path === '/api/_/bootstrap/me') {
      return json({
        agent: { id: AGENT.id, contact: { name: AGENT.name, email: AGENT.email } },
        meta: { csrf_token: FRESHDESK_TOKEN },
      })
    }
    if (path === '/api/_/bootstrap/agents_groups') {
      return json({
        data: {
          agents: [{ id: AGENT.id, contact: { name: AGENT.name, email: AGENT.email } }],
          groups: GROUPS.map((name, at) => ({ id: 40 + at, name })),
        },
      })
    }
    if (path === '/api/_/ticket_fields') {
      return json({
        ticket_fields: [
          {
            id: 1,
            name: 'status',
            label: 'Status',
            choices: {
              2: ['Open', 'Being Processed'],
              3: ['Pending', 'Awaiting'],
              4: ['Resolved', 'Resolved'],
              5: ['Closed', 'Closed'],
              6: ['On hold', 'On hold'],
            },
          },
          { id: 2, name: 'priority', label: 'Priority', choices: { Low: 1, Medium: 2, High: 3, Urgent: 4 } },
          { id: 3, name: 'cf_order_number', label: 'Order number' },
          { id: 4, name: 'cf_product', label: 'Product' },
        ],
      })
    }
    const ticketPath = /^\/api\/(?:_|v2)\/tickets\/(\d+)(\/conversations|\/reply|\/notes)?$/.exec(path)
    if (ticketPath) {
      const ticket = desk.tickets.get(Number(ticketPath[1]))
      if (!ticket) return json({}, 404)
      if (request.method === 'POST') return write(ticket, ticketPath[2] === '/notes', request)
      if (ticketPath[2] === '/conversations') {
        const size = Math.min(100, Number(request.query.get('per_page') ?? 30))
        const at = (Number(request.query.get('page') ?? 1) - 1) * size
        const all = ticket.comments.slice(1).map(conversationJson(ticket))
        if (request.query.get('order_type') !== 'asc') all.reverse()
        return json({ conversations: all.slice(at, at + size), meta: { count: all.length } })
      }
      return json(path.startsWith('/api/_/') ? { ticket: ticketJson(ticket) } : ticketJson(ticket), 200, limits)
    }
    if (path === '/api/v2/tickets') {
      const own = [...desk.tickets.values()].filter((each) => each.requester.id === Number(request.query.get('requester_id')))
      return json(own.map(ticketJson), 200, limits)
    }
    if (path === '/api/v2/settings/helpdesk')
      return json({ primary_language: 'en', supported_languages: ['zh-CN'], portal_languages: ['zh-CN'] }, 200, limits)
    const solutions = /^\/api\/v2\/solutions\/(categories|folders)(?:\/(\d+)\/(folders|articles))?(?:\/([\w-]+))?$/.exec(path)
    if (!solutions) return json({}, 404)
    const locale = LANGUAGES[solutions[4] ?? '']
    if (!locale) return json({ code: 'language_not_supported', message: 'no such language' }, 404)
    const id = Number(solutions[2])
    const first = locale === 'zh-cn' ? 6500 : 6000
    if (!solutions[2])
      return json(
        categoriesOf(locale).map((name, at) => ({ id: first + at, name })),
        200,
        limits,
      )
    if (solutions[1] === 'categories') {
      const category = categoriesOf(locale)[id - first]
      return json(
        foldersOf(locale)
          .filter((each) => each.category === category)
          .map((each) => ({ id: each.id, name: each.name, visibility: VISIBILITY[each.visibility] })),
        200,
        limits,
      )
    }
    const folder = foldersOf(locale).find((each) => each.id === id)
    const articles = [...desk.articles.values()].filter(
      (each) => each.locale === locale && each.section === folder?.name && each.visibility === folder.visibility,
    )
    const size = Math.min(100, Number(request.query.get('per_page') ?? 30))
    const at = (Number(request.query.get('page') ?? 1) - 1) * size
    return json(
      articles.slice(at, at + size).map((each) => articleJson(each, id)),
      200,
      at + size < articles.length ? { ...limits, link: `<https://acme.freshdesk.com${path}>; rel="next"` } : limits,
    )
  }

  function write(ticket: DemoTicket, note: boolean, request: DemoRequest): DemoAnswer {
    if (request.headers['x-csrf-token'] !== FRESHDESK_TOKEN) return json({ code: 'invalid_credentials', message: 'CSRF' }, 401)
    const body = (request.body as { body?: string })?.body ?? ''
    if (body.trim() === '')
      return json(
        {
          description: 'Validation failed',
          errors: [{ field: 'body', message: 'It should not be blank', code: 'missing_field' }],
        },
        400,
      )
    const added = state.addAgentComment('freshdesk', ticket.id, sanitise(body), !note)
    return json({ conversation: conversationJson(ticket)(added) }, 201)
  }
}
