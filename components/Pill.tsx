import type { TicketTriage } from '../lib/triage/types'
import { labelOf, useWording } from './wording'

/** The collapsed panel: a button that still shows an alert. */
export function Pill({ triage, onOpen }: { triage: TicketTriage | null; onOpen: () => void }) {
  const { t } = useWording()
  const raised = triage?.escalation
  return (
    <main>
      <h1>
        <button type="button" class={`pill${raised ? ' raised' : ''}`} title={t('expand')} onClick={onOpen}>
          <i class="mark" aria-hidden="true" />
          <span>{raised ? `${t('alert.button')}: ${labelOf(t, 'escalation', raised.reason)}` : t('brand')}</span>
        </button>
      </h1>
    </main>
  )
}
