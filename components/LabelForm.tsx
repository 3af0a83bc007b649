import { useEffect, useRef } from 'preact/hooks'
import type { LabelView } from '../lib/triage/label-views'
import { useWording } from './wording'

interface Props {
  /** What to start from; null for a new label. */
  start: LabelView['own']
  onSave: (definition: { name: string; description: string; titles: string[] }) => void
  onCancel: () => void
}

/** Name and meaning of a team's own label; what is written here is all it starts from. */
export function LabelForm({ start, onSave, onCancel }: Props) {
  const { t } = useWording()
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  return (
    <form
      class="label-form"
      aria-label={t(start ? 'labels.edit' : 'labels.new')}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        const text = (name: string) => String(data.get(name) ?? '').trim()
        const titles = text('titles')
          .split('\n')
          .map((line) => line.trim().slice(0, 200))
          .filter(Boolean)
        if (text('name')) onSave({ name: text('name'), description: text('description'), titles: titles.slice(0, 50) })
      }}
    >
      <label class="field">
        <span>{t('labels.name')}</span>
        <input ref={first} name="name" required maxLength={80} defaultValue={start?.name ?? ''} />
      </label>
      <label class="field">
        <span>{t('labels.description')}</span>
        <textarea name="description" rows={3} maxLength={2_000} defaultValue={start?.description ?? ''} />
      </label>
      <label class="field">
        <span>{t('labels.titles')}</span>
        <textarea name="titles" rows={3} defaultValue={start?.titles.join('\n') ?? ''} />
      </label>
      <div class="buttons">
        <button type="submit" class="primary">
          {t('labels.save')}
        </button>
        <button type="button" onClick={onCancel}>
          {t('options.cancel')}
        </button>
      </div>
    </form>
  )
}
