import type { MessageKey } from '../lib/i18n/translate'
import type { PanelState } from '../lib/panel/state'
import { useWording } from './wording'

/** What is being done, or why something is not available. */
export function StatusLine({ state, onRetry }: { state: PanelState; onRetry: () => void }) {
  const { t } = useWording()
  const { error } = state
  return (
    <div class={`status${error ? ' failed' : ''}`}>
      <span role="status">{error ? t(`error.${error.error.code}` as MessageKey) : t(messageOf(state))}</span>
      {error && (
        <button type="button" class="quiet" onClick={onRetry}>
          {t('retry')}
        </button>
      )}
    </div>
  )
}

function messageOf(state: PanelState): MessageKey {
  const { busy, notice, reply, ticket, triage } = state
  if (!state.connected) return 'status.connecting'
  if (!state.active && state.missing.length > 0) return 'status.changed'
  if (reply.inserting) return 'status.inserting'
  if (reply.drafting) return 'status.drafting'
  if (busy === 'reading') return 'status.reading'
  if (busy === 'understanding') return 'status.understanding'
  if (notice === 'inserted') return reply.as === 'note' ? 'status.insertedNote' : 'status.inserted'
  if (notice === 'copied') return 'status.copied'
  if (notice === 'covered') return 'status.covered'
  if (notice === 'stopped') return 'status.stopped'
  if (notice === 'new-comment') return 'status.newComment'
  if (triage?.withoutModel) return `error.${triage.withoutModel}` as MessageKey
  if (ticket?.source === 'page') return 'status.page'
  return 'status.ready'
}
