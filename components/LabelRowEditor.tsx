import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { LabelView } from '../lib/triage/label-views'
import { useWording } from './wording'

interface Props {
  view: LabelView
  /** The label's name as it is shown. */
  words: string
  onSet: (change: Partial<Pick<LabelView, 'name' | 'hidden' | 'field'>>) => void
  children?: ComponentChildren
}

/** One label: shown or hidden, its name, and the helpdesk's field that says the same. */
export function LabelRowEditor({ view, words, onSet, children }: Props) {
  const { t } = useWording()
  const [open, setOpen] = useState(false)
  const { field } = view
  return (
    <>
      <div class="row">
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            aria-label={t('labels.show', { label: words })}
            checked={!view.hidden}
            aria-checked={!view.hidden}
            onChange={(event) => onSet({ hidden: !event.currentTarget.checked })}
          />
          <i aria-hidden="true" />
        </label>
        <span class="grow">
          {words} {field && <span class="hint">{`${field.key} = ${field.value}`}</span>}
        </span>
        {children}
        <button type="button" aria-expanded={open} aria-label={`${t('labels.change')}: ${words}`} onClick={() => setOpen(!open)}>
          {t('labels.change')}
        </button>
      </div>
      {open && (
        <form
          class="label-form"
          onSubmit={(event) => {
            event.preventDefault()
            const data = new FormData(event.currentTarget)
            const text = (name: string) => String(data.get(name) ?? '').trim()
            const mapped = text('key') && text('value') ? { key: text('key'), value: text('value') } : null
            onSet(view.own ? { field: mapped } : { name: text('name') || null, field: mapped })
            setOpen(false)
          }}
        >
          {!view.own && <Line name="name" label={t('labels.name')} value={view.name ?? ''} placeholder={words} />}
          <Line name="key" label={t('labels.fieldKey')} value={field?.key ?? ''} />
          <Line name="value" label={t('labels.fieldValue')} value={field?.value ?? ''} />
          <div class="buttons">
            <button type="submit" class="primary">
              {t('labels.save')}
            </button>
            <button type="button" onClick={() => setOpen(false)}>
              {t('options.cancel')}
            </button>
          </div>
        </form>
      )}
    </>
  )
}

function Line({ name, label, value, placeholder }: { name: string; label: string; value: string; placeholder?: string }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input name={name} defaultValue={value} placeholder={placeholder} maxLength={80} />
    </label>
  )
}
