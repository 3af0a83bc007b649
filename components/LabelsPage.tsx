import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { CorrectionView, LabelsView, LabelView } from '../lib/triage/label-views'
import { LabelForm } from './LabelForm'
import { LabelRowEditor } from './LabelRowEditor'
import { labelOf, useWording } from './wording'

export interface LabelActions {
  pickHost: (host: string) => void
  save: (id: string | null, definition: { name: string; description: string; titles: string[] }) => void
  remove: (id: string) => void
  set: (label: LabelView, change: Partial<Pick<LabelView, 'name' | 'hidden' | 'field'>>) => void
  undo: (key: string, undone: boolean) => void
  forget: (key: string) => void
  exportPack: () => void
  importPack: (file: File) => void
}

interface Props {
  hosts: string[]
  view: LabelsView | null
  /** What the last action came to, or empty. */
  notice: string
  actions: LabelActions
}

/** A team's labels: its own, the ready-made ones, and what was taught. */
export function LabelsPage({ hosts, view, notice, actions }: Props) {
  const { t } = useWording()
  return (
    <>
      <h2>{t('options.labels')}</h2>
      <p role="status">{notice}</p>
      {!view && <p class="hint">{t('labels.noHosts')}</p>}
      {view && (
        <>
          {hosts.length > 1 && (
            <label class="field">
              <span>{t('options.host')}</span>
              <select value={view.host} onChange={(event) => actions.pickHost(event.currentTarget.value)}>
                {hosts.map((host) => (
                  <option key={host}>{host}</option>
                ))}
              </select>
            </label>
          )}
          <OwnLabels view={view} actions={actions} />
          <Corrections view={view} actions={actions} />
          <Packs actions={actions} />
          <ReadyLabels view={view} actions={actions} />
        </>
      )}
    </>
  )
}

function OwnLabels({ view, actions }: { view: LabelsView; actions: LabelActions }) {
  const { t } = useWording()
  const [editing, setEditing] = useState<string | null>(null)
  const own = view.labels.filter((each) => each.own)
  const save = (id: string | null) => (definition: Parameters<LabelActions['save']>[1]) => {
    setEditing(null)
    actions.save(id, definition)
  }
  return (
    <section aria-label={t('labels.own')}>
      <h3>{t('labels.own')}</h3>
      {own.length === 0 && editing === null && <p class="hint">{t('labels.noOwn')}</p>}
      <ul class="labels">
        {own.map((each) => (
          <li key={each.label}>
            {editing === each.label ? (
              <LabelForm start={each.own} onSave={save(each.label)} onCancel={() => setEditing(null)} />
            ) : (
              <LabelRowEditor view={each} words={each.name ?? ''} onSet={(change) => actions.set(each, change)}>
                <button type="button" aria-label={`${t('labels.edit')}: ${each.name}`} onClick={() => setEditing(each.label)}>
                  {t('labels.edit')}
                </button>
                <Sure name={`${t('labels.delete')}: ${each.name}`} onSure={() => actions.remove(each.label)}>
                  {t('labels.delete')}
                </Sure>
              </LabelRowEditor>
            )}
          </li>
        ))}
      </ul>
      {editing === '' ? (
        <LabelForm start={null} onSave={save(null)} onCancel={() => setEditing(null)} />
      ) : (
        <button type="button" onClick={() => setEditing('')}>
          {t('labels.new')}
        </button>
      )}
    </section>
  )
}

function ReadyLabels({ view, actions }: { view: LabelsView; actions: LabelActions }) {
  const { t } = useWording()
  return (
    <section aria-label={t('labels.ready')}>
      <h3>{t('labels.ready')}</h3>
      <ul class="labels">
        {view.labels
          .filter((each) => !each.own)
          .map((each) => (
            <li key={each.label}>
              <LabelRowEditor
                view={each}
                words={each.name ?? labelOf(t, 'intent', each.label)}
                onSet={(change) => actions.set(each, change)}
              />
            </li>
          ))}
      </ul>
    </section>
  )
}

function Corrections({ view, actions }: { view: LabelsView; actions: LabelActions }) {
  const { t, locale } = useWording()
  const names = new Map(view.labels.map((each) => [each.label, each.name]))
  const wordsOf = ({ head, label }: CorrectionView) => names.get(label) ?? labelOf(t, head, label)
  return (
    <section aria-label={t('labels.corrections')}>
      <h3>{t('labels.corrections')}</h3>
      {view.corrections.length === 0 && <p class="hint">{t('labels.noCorrections')}</p>}
      <ul class="labels">
        {view.corrections.map((each) => {
          const where = each.origin === 'pack' ? t('labels.fromPack') : `#${each.ticketId}`
          const what = `${t(`triage.${each.head}`)}: ${wordsOf(each)}, ${where}`
          return (
            <li key={each.key} class={each.undone ? 'undone row' : 'row'}>
              <span class="grow">
                {what} <span class="hint">{new Date(each.at).toLocaleString(locale)}</span>
              </span>
              <button
                type="button"
                aria-label={`${t(each.undone ? 'labels.redo' : 'labels.undo')}: ${what}`}
                onClick={() => actions.undo(each.key, !each.undone)}
              >
                {t(each.undone ? 'labels.redo' : 'labels.undo')}
              </button>
              <button type="button" aria-label={`${t('labels.forget')}: ${what}`} onClick={() => actions.forget(each.key)}>
                {t('labels.forget')}
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Packs({ actions }: { actions: LabelActions }) {
  const { t } = useWording()
  return (
    <section aria-label={t('labels.packs')}>
      <h3>{t('labels.packs')}</h3>
      <p class="hint">{t('labels.packHint')}</p>
      <div class="buttons">
        <button type="button" onClick={actions.exportPack}>
          {t('labels.export')}
        </button>
        <button type="button" onClick={(event) => (event.currentTarget.nextElementSibling as HTMLInputElement).click()}>
          {t('labels.import')}
        </button>
        <input
          type="file"
          accept=".json,application/json"
          hidden
          aria-label={t('labels.import')}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            if (file) actions.importPack(file)
            event.currentTarget.value = ''
          }}
        />
      </div>
    </section>
  )
}

/** A button that asks once more. */
function Sure({ name, onSure, children }: { name: string; onSure: () => void; children: ComponentChildren }) {
  const { t } = useWording()
  const [asked, setAsked] = useState(false)
  if (!asked) {
    return (
      <button type="button" aria-label={name} onClick={() => setAsked(true)}>
        {children}
      </button>
    )
  }
  return (
    <button
      type="button"
      class="danger"
      aria-label={`${t('labels.sure')} ${name}`}
      onClick={onSure}
      onBlur={() => setAsked(false)}
    >
      {t('labels.sure')}
    </button>
  )
}
