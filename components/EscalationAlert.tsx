import type { Escalation } from '../lib/triage/types'
import { labelOf, useWording } from './wording'

export function EscalationAlert({ escalation, onEscalate }: { escalation: Escalation; onEscalate: () => void }) {
  const { t } = useWording()
  const reason = labelOf(t, 'escalation', escalation.reason)
  return (
    <div role="alert" class="alert">
      <p>{t('alert', { reason, level: labelOf(t, 'level', escalation.level) })}</p>
      {escalation.sentence && <q>{escalation.sentence}</q>}
      <button type="button" onClick={onEscalate}>
        {t('alert.button')}
      </button>
    </div>
  )
}
