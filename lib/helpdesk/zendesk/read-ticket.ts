import { asList, asObject, asText, asTextOrNull, byId, getJson, type Json, once, optional } from '../api'
import { type AuthorRole, HelpdeskError, type Person, type Ticket, type TicketComment, type TicketField } from '../types'
import { readMe } from './me'

const COMMENT_PAGES = 50
const HISTORY = 20

/** Through the API with the agent's session. Throws HelpdeskError. */
export async function readThroughApi(id: string, signal: AbortSignal): Promise<Ticket> {
  const [{ json }, me, fieldLabels] = await Promise.all([
    getJson(`/api/v2/tickets/${id}.json?include=users,groups`, signal),
    readMe(signal),
    optional(readFieldLabels(signal), new Map<string, Json>(), signal),
  ])
  const ticket = asObject(json.ticket)
  if (asText(ticket.id) !== id) throw new HelpdeskError('bad-response', 'not the ticket asked for')
  const requesterId = asText(ticket.requester_id)
  const messaging = ticket.from_messaging_channel === true
  const [read, history] = await Promise.all([
    readComments(id, messaging, requesterId, signal),
    optional(readHistory(requesterId, id, signal), [], signal),
  ])
  const users = new Map([...byId(asList(json.users)), ...read.users])
  const person = (userId: string): Person => toPerson(userId, users, requesterId)
  return {
    helpdesk: 'zendesk',
    host: location.host,
    id,
    subject: asText(ticket.subject),
    status: asText(ticket.status),
    priority: asTextOrNull(ticket.priority),
    type: asTextOrNull(ticket.type),
    tags: Array.isArray(ticket.tags) ? ticket.tags.map(asText) : [],
    fields: toFields(asList(ticket.custom_fields), fieldLabels),
    group: asTextOrNull(byId(asList(json.groups)).get(asText(ticket.group_id))?.name),
    assignee: asTextOrNull(users.get(asText(ticket.assignee_id))?.name),
    requester: person(requesterId),
    agent: me,
    comments: read.comments.map((comment) => toComment(comment, person)),
    history,
    source: 'api',
  }
}

interface ReadComments {
  comments: Json[]
  users: Map<string, Json>
}

async function readComments(id: string, messaging: boolean, requesterId: string, signal: AbortSignal): Promise<ReadComments> {
  if (messaging) {
    const log = await optional(readConversationLog(id, requesterId, signal), null, signal)
    if (log && log.comments.length > 0) return log
  }
  const comments: Json[] = []
  const users = new Map<string, Json>()
  let path = `/api/v2/tickets/${id}/comments.json?include=users&page[size]=100&sort=created_at`
  for (let page = 0; page < COMMENT_PAGES; page++) {
    const { json } = await getJson(path, signal)
    comments.push(...asList(json.comments))
    for (const [key, user] of byId(asList(json.users))) users.set(key, user)
    const after = asText(asObject(json.meta).after_cursor)
    if (asObject(json.meta).has_more !== true || after === '') break
    path = `/api/v2/tickets/${id}/comments.json?include=users&page[size]=100&sort=created_at&page[after]=${encodeURIComponent(after)}`
  }
  return { comments, users }
}

/** Live conversations are not complete among the comments. Events become comments of the same shape. */
async function readConversationLog(id: string, requesterId: string, signal: AbortSignal): Promise<ReadComments> {
  const comments: Json[] = []
  let after = ''
  for (let page = 0; page < COMMENT_PAGES; page++) {
    const cursor = after ? `&page[after]=${encodeURIComponent(after)}` : ''
    const { json } = await getJson(`/api/v2/tickets/${id}/conversation_log.json?page[size]=100${cursor}`, signal)
    for (const event of asList(json.events)) {
      const author = asObject(event.author)
      const content = asObject(event.content)
      const html = asText(event.type) === 'Comment' ? asText(content.body) : ''
      const text = asText(content.text) || (html ? '' : asText(content.body))
      if (!html && !text) continue
      comments.push({
        id: asText(event.id),
        author_id: asText(author['zen:support:user_id']) || (author.type === 'user' ? requesterId : ''),
        role: author.type,
        public: asObject(event.metadata).public !== false,
        created_at: event.created_at,
        html_body: html,
        plain_body: text,
      })
    }
    after = asText(asObject(json.meta).after_cursor)
    if (asObject(json.meta).has_more !== true || after === '') break
  }
  return { comments, users: new Map() }
}

async function readHistory(requesterId: string, id: string, signal: AbortSignal) {
  const { json } = await getJson(
    `/api/v2/users/${requesterId}/tickets/requested.json?per_page=${HISTORY}&sort_by=created_at&sort_order=desc`,
    signal,
  )
  return asList(json.tickets)
    .filter((each) => asText(each.id) !== id)
    .map((each) => ({
      id: asText(each.id),
      subject: asText(each.subject),
      status: asText(each.status),
      createdAt: asText(each.created_at),
    }))
}

const readFieldLabels = once(async (signal) =>
  byId(asList((await getJson('/api/v2/ticket_fields.json', signal)).json.ticket_fields)),
)

function toFields(values: Json[], fields: Map<string, Json>): TicketField[] {
  return values.flatMap(({ id, value }) => {
    const text = Array.isArray(value) ? value.map(asText).join(', ') : typeof value === 'boolean' ? String(value) : asText(value)
    if (text === '') return []
    const field = fields.get(asText(id))
    const option = asList(field?.custom_field_options).find((each) => each.value === value)
    return [{ key: asText(id), label: asText(field?.title) || asText(id), value: asText(option?.name) || text }]
  })
}

function toPerson(id: string, users: Map<string, Json>, requesterId: string): Person {
  const user = users.get(id)
  const email = asText(user?.email)
  const role: AuthorRole = id === requesterId ? 'requester' : user?.role === 'agent' || user?.role === 'admin' ? 'agent' : 'other'
  return { id, name: asText(user?.name), role, ...(email ? { email } : {}) }
}

/** Flag 4: generated by a machine (Zendesk's comment metadata). */
const MACHINE = 4

function toComment(comment: Json, person: (id: string) => Person): TicketComment {
  const author = person(asText(comment.author_id))
  const flags = asObject(comment.metadata).flags
  const rule = asObject(comment.via).channel === 'rule'
  const bot = comment.role === 'bot' || rule || (author.role === 'agent' && Array.isArray(flags) && flags.includes(MACHINE))
  const text = asText(comment.plain_body)
  return {
    id: asText(comment.id),
    author: { ...author, role: bot ? 'bot' : author.role },
    public: comment.public !== false,
    createdAt: asText(comment.created_at),
    html: asText(comment.html_body),
    ...(text ? { text } : {}),
  }
}

/** Id of the newest comment, as the server has it now. */
export async function newestCommentId(id: string, signal: AbortSignal): Promise<string> {
  const [{ json }, newest] = await Promise.all([
    getJson(`/api/v2/tickets/${id}.json`, signal),
    getJson(`/api/v2/tickets/${id}/comments.json?page[size]=1&sort=-created_at`, signal),
  ])
  const ticket = asObject(json.ticket)
  if (ticket.from_messaging_channel !== true) return asText(asList(newest.json.comments)[0]?.id)
  return asText((await readComments(id, true, asText(ticket.requester_id), signal)).comments.at(-1)?.id)
}
