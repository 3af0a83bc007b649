import { asList, asObject, asText, asTextOrNull, byId, getJson, type Json, once, optional } from '../api'
import { HelpdeskError, type Person, type Ticket, type TicketComment, type TicketField } from '../types'

const CONVERSATION_PAGES = 50

/** Through the UI's own API, as it is not metered, else the public one. Throws HelpdeskError. */
export async function readThroughApi(id: string, signal: AbortSignal): Promise<Ticket> {
  const [ticket, conversations, people, me, labels] = await Promise.all([
    readTicketJson(id, signal),
    readConversations(id, signal),
    optional(readPeople(signal), { agents: new Map<string, Json>(), groups: new Map<string, Json>() }, signal),
    optional(readMe(signal), null, signal),
    optional(readLabels(signal), new Map<string, Json>(), signal),
  ])
  if (asText(ticket.id) !== id) throw new HelpdeskError('bad-response', 'not the ticket asked for')
  const contact = asObject(ticket.requester)
  const email = asText(contact.email)
  const requester: Person = {
    id: asText(ticket.requester_id),
    name: asText(contact.name),
    role: 'requester',
    ...(email ? { email } : {}),
  }
  const agentName = (userId: string) => asText(asObject(people.agents.get(userId)?.contact).name)
  return {
    helpdesk: 'freshdesk',
    host: location.host,
    id,
    subject: asText(ticket.subject),
    status: choice(labels.get('status'), ticket.status),
    priority: choice(labels.get('priority'), ticket.priority) || null,
    type: asTextOrNull(ticket.type),
    tags: Array.isArray(ticket.tags) ? ticket.tags.map(asText) : [],
    fields: toFields(asObject(ticket.custom_fields), labels),
    group: asTextOrNull(people.groups.get(asText(ticket.group_id))?.name),
    assignee: agentName(asText(ticket.responder_id)) || null,
    requester,
    agent: me,
    comments: [description(ticket, requester), ...conversations.map((each) => toComment(each, requester, agentName))],
    history: await optional(readHistory(requester.id, id, labels, signal), [], signal),
    source: 'api',
  }
}

async function readTicketJson(id: string, signal: AbortSignal): Promise<Json> {
  const json = await getEither(`tickets/${id}?include=requester`, signal)
  return 'ticket' in json ? asObject(json.ticket) : json
}

/** The private API has no promise: where it does not answer as known, the public one of the same name does. */
async function getEither(path: string, signal: AbortSignal): Promise<Json> {
  try {
    return (await getJson(`/api/_/${path}`, signal)).json
  } catch (thrown) {
    if (!(thrown instanceof HelpdeskError) || !['not-found', 'bad-response', 'signed-out'].includes(thrown.code)) throw thrown
    return (await getJson(`/api/v2/${path}`, signal)).json
  }
}

async function conversationPage(id: string, query: string, signal: AbortSignal): Promise<Json[]> {
  const json = await getEither(`tickets/${id}/conversations?${query}`, signal)
  return Array.isArray(json) ? asList(json) : asList(json.conversations)
}

async function readConversations(id: string, signal: AbortSignal): Promise<Json[]> {
  const all: Json[] = []
  for (let page = 1; page <= CONVERSATION_PAGES; page++) {
    const batch = await conversationPage(id, `per_page=100&page=${page}&order_type=asc&include=requester`, signal)
    all.push(...batch)
    if (batch.length < 100) break
  }
  return all.filter((each) => each.deleted !== true).sort((a, b) => asText(a.created_at).localeCompare(asText(b.created_at)))
}

/** Names change slowly: once a page load is enough. */
const readPeople = once(async (signal) => {
  const data = asObject((await getJson('/api/_/bootstrap/agents_groups', signal)).json.data)
  return { agents: byId(asList(data.agents)), groups: byId(asList(data.groups)) }
})

const readLabels = once(async (signal) => {
  const { json } = await getJson('/api/_/ticket_fields', signal)
  const fields = Array.isArray(json) ? asList(json) : asList(json.ticket_fields)
  return new Map(fields.map((field) => [asText(field.name), field]))
})

async function readMe(signal: AbortSignal): Promise<Person | null> {
  const { json } = await getJson('/api/_/bootstrap/me', signal)
  const agent = 'agent' in json ? asObject(json.agent) : 'data' in json ? asObject(json.data) : json
  const contact = asObject(agent.contact)
  const name = asText(contact.name) || asText(agent.name)
  return name ? { id: asText(agent.id), name, role: 'agent' } : null
}

/** Without a date Freshdesk lists only the last thirty days. */
async function readHistory(requesterId: string, id: string, fields: Map<string, Json>, signal: AbortSignal) {
  const { json } = await getJson(
    `/api/v2/tickets?requester_id=${requesterId}&updated_since=2015-01-01T00:00:00Z&order_by=created_at&order_type=desc&per_page=20`,
    signal,
  )
  return asList(json)
    .filter((each) => asText(each.id) !== id)
    .map((each) => ({
      id: asText(each.id),
      subject: asText(each.subject),
      status: choice(fields.get('status'), each.status),
      createdAt: asText(each.created_at),
    }))
}

/** Choices come as `{id: [label, …]}` for the status and as `{label: id}` for the priority. */
function choice(field: Json | undefined, value: unknown): string {
  for (const [key, known] of Object.entries(asObject(field?.choices))) {
    if (Array.isArray(known) && key === asText(value)) return asText(known[0])
    if (known === value) return key
  }
  return asText(value)
}

function toFields(values: Json, fields: Map<string, Json>): TicketField[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const text = typeof value === 'boolean' ? String(value) : asText(value)
    return text === '' ? [] : [{ key, label: asText(fields.get(key)?.label) || key.replace(/^cf_/, ''), value: text }]
  })
}

function description(ticket: Json, requester: Person): TicketComment {
  const text = asText(ticket.description_text)
  return {
    id: `ticket-${asText(ticket.id)}`,
    author: requester,
    public: true,
    createdAt: asText(ticket.created_at),
    html: asText(ticket.description),
    ...(text ? { text } : {}),
  }
}

/** Author by `private` and `incoming`; `source` says nothing reliable. */
function toComment(each: Json, requester: Person, agentName: (id: string) => string): TicketComment {
  const userId = asText(each.user_id)
  const text = asText(each.body_text)
  const incoming = each.incoming === true && each.private !== true
  const automatic = each.auto_response === true || (each.automation_id !== null && each.automation_id !== undefined)
  const name = agentName(userId) || asText(each.from_email)
  const author: Person =
    incoming && userId === requester.id
      ? requester
      : { id: userId, name, role: incoming ? (userId ? 'other' : 'requester') : automatic ? 'bot' : 'agent' }
  return {
    id: asText(each.id),
    author,
    public: each.private !== true,
    createdAt: asText(each.created_at),
    html: asText(each.body),
    ...(text ? { text } : {}),
  }
}

/** Id of the newest comment, as the server has it now. */
export async function newestCommentId(id: string, signal: AbortSignal): Promise<string> {
  const newest = await conversationPage(id, 'per_page=100&page=1&order_type=desc', signal)
  const kept = newest.filter((each) => each.deleted !== true)
  kept.sort((a, b) => asText(b.created_at).localeCompare(asText(a.created_at)))
  return asText(kept[0]?.id) || `ticket-${id}`
}
