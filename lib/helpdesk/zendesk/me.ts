import { asObject, asText, getJson } from '../api'
import { HelpdeskError, type Person } from '../types'

/** Who is signed in. Zendesk answers 200 with an anonymous user to strangers. Throws HelpdeskError `signed-out`. */
export async function readMe(signal: AbortSignal): Promise<Person> {
  const { json } = await getJson('/api/v2/users/me.json', signal)
  const user = asObject(json.user)
  const id = asText(user.id)
  if (id === '' || id === '0' || asText(user.name) === 'Anonymous user') throw new HelpdeskError('signed-out', 'anonymous user')
  const email = asText(user.email)
  return { id, name: asText(user.name), role: 'agent', ...(email ? { email } : {}) }
}
