import type { TicketSummary } from '../lib/triage/summary'
import { useWording } from './wording'

/** The gist in the customer's own words. Nothing is shown for a thread that is read at a glance. */
export function Summary({ summary }: { summary: TicketSummary | null }) {
  const { t } = useWording()
  if (!summary) return null
  const parts = (['wants', 'tried', 'open'] as const)
    .map((part) => ({ part, sentences: [summary[part] ?? []].flat() }))
    .filter(({ sentences }) => sentences.length > 0)
  if (parts.length === 0) return null
  return (
    <section aria-label={t('summary')} class="summary">
      <dl>
        {parts.map(({ part, sentences }) => (
          <div key={part}>
            <dt>{t(`summary.${part}`)}</dt>
            {sentences.map((sentence) => (
              <dd key={sentence}>{sentence}</dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  )
}
