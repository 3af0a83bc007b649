import type { Ticket } from '../lib/helpdesk/types'
import { useWording } from './wording'

const SHOWN = 6

export function Customer({ ticket }: { ticket: Ticket }) {
  const { t, locale } = useWording()
  const { requester, history } = ticket
  return (
    <section aria-label={t('customer')} class="customer">
      <p>
        <b>{requester.name || '–'}</b> {requester.email && <span class="hint">{requester.email}</span>}
      </p>
      {history.length === 0 && <p class="hint">{t('customer.none')}</p>}
      {history.length > 0 && (
        <ul aria-label={t('customer.history')}>
          {history.slice(0, SHOWN).map((past) => (
            <li key={past.id}>
              <span class="hint">#{past.id}</span> {past.subject}{' '}
              <span class="hint">
                {past.status} · {new Date(past.createdAt).toLocaleDateString(locale)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
