import type { Check } from '../lib/drafting/types'
import { labelOf, useWording } from './wording'

/** What to look at before sending; pressing an item shows its place. */
export function Checks({ checks, onGo }: { checks: Check[]; onGo: (check: Check) => void }) {
  const { t } = useWording()
  if (checks.length === 0) return null
  return (
    <>
      <h2>{t('draft.checks')}</h2>
      <ul aria-label={t('draft.checks')} class="checks">
        {checks.map((check) => (
          <li key={`${check.kind}${check.start}`}>
            <button type="button" class="quiet" onClick={() => onGo(check)}>
              <b>{labelOf(t, 'check', check.kind)}</b> {check.text.length > 120 ? `${check.text.slice(0, 120)}…` : check.text}
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
