import type { PanelState } from '../lib/panel/state'
import { useWording } from './wording'

interface Job {
  label: string
  value: number
  cancel?: () => void
}

/** Long work with its progress: the model, then the knowledge base. */
export function Progress({ state, onCancelSync }: { state: PanelState; onCancelSync: () => void }) {
  const { t } = useWording()
  const job = jobOf(state, t, onCancelSync)
  if (!job) return null
  return (
    <div class="progress">
      <span>{job.label}</span>
      <div role="progressbar" aria-label={job.label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={job.value}>
        <div style={{ width: `${job.value}%` }} />
      </div>
      {job.cancel && (
        <button type="button" class="quiet" onClick={job.cancel}>
          {t('sync.cancel')}
        </button>
      )}
    </div>
  )
}

function jobOf({ engine, sync }: PanelState, t: ReturnType<typeof useWording>['t'], cancel: () => void): Job | null {
  if (engine?.encoder.state === 'loading') return { label: t('progress.model'), value: engine.encoder.progress }
  if (sync?.phase === 'listing') {
    const value = sync.total ? Math.min(99, Math.round((100 * sync.seen) / sync.total)) : Math.min(90, sync.seen)
    return { label: t('progress.sync'), value, cancel }
  }
  if (sync?.phase === 'embedding') {
    return { label: t('progress.embed'), value: Math.round((100 * sync.embedded) / Math.max(1, sync.passages)) }
  }
  return null
}
