import type { TicketTriage } from '../lib/triage/types'
import { labelOf, useWording } from './wording'

/** One dot for each message of the requester, coloured by its emotion. */
export function Trend({ triage }: { triage: TicketTriage }) {
  const { t } = useWording()
  return (
    <p class="trend hint">
      <span aria-hidden="true">
        {triage.messages.slice(-12).map((message) => (
          <i key={message.commentId} class={`dot ${message.emotion.ranked[0]?.label ?? 'neutral'}`} />
        ))}
      </span>
      {t('triage.trend', { trend: labelOf(t, 'trend', triage.trend) })}
    </p>
  )
}
