import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Length, Tone } from '../lib/drafting/types'
import type { MessageKey } from '../lib/i18n/translate'
import type { SyncState } from '../lib/knowledge/types'
import type { EngineStatus } from '../lib/protocol/engine'
import type { Settings } from '../lib/settings'
import { DECLARED_STORES } from '../lib/store/declared'
import { ENCODER } from '../models/catalogue'
import { useWording } from './wording'

export const PAGES = ['general', 'knowledge', 'models', 'labels', 'privacy', 'about'] as const
export type OptionsPage = (typeof PAGES)[number]

export function GeneralPage({ settings, onChange }: { settings: Settings; onChange: (change: Partial<Settings>) => void }) {
  const { t } = useWording()
  return (
    <>
      <h2>{t('options.general')}</h2>
      <Field
        label={t('options.language')}
        value={settings.language}
        values={[
          ['auto', t('options.auto')],
          ['en', 'English'],
          ['zh-CN', '简体中文'],
        ]}
        onPick={(language) => onChange({ language: language as Settings['language'] })}
      />
      <Field
        label={t('options.theme')}
        value={settings.theme}
        values={[
          ['follow', t('options.follow')],
          ['light', t('options.light')],
          ['dark', t('options.dark')],
        ]}
        onPick={(theme) => onChange({ theme: theme as Settings['theme'] })}
      />
      <Field
        label={t('options.tone')}
        value={settings.tone}
        values={(['neutral', 'friendly', 'formal'] as const).map((tone) => [tone, t(`tone.${tone}`)])}
        onPick={(tone) => onChange({ tone: tone as Tone })}
      />
      <Field
        label={t('options.length')}
        value={settings.length}
        values={(['short', 'normal', 'detailed'] as const).map((length) => [length, t(`length.${length}`)])}
        onPick={(length) => onChange({ length: length as Length })}
      />
    </>
  )
}

function Field({
  label,
  value,
  values,
  onPick,
}: {
  label: string
  value: string
  values: [string, string][]
  onPick: (value: string) => void
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        {values.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

export function KnowledgePage({ hosts, onErase }: { hosts: SyncState[]; onErase: (host: string) => void }) {
  const { t, locale } = useWording()
  return (
    <>
      <h2>{t('options.knowledge')}</h2>
      {hosts.length === 0 && <p class="hint">{t('options.noHosts')}</p>}
      {hosts.length > 0 && (
        <Table
          caption={t('options.hosts')}
          heads={[t('options.host'), t('options.articles'), t('options.passages'), t('options.lastSync'), t('options.erase')]}
        >
          {hosts.map((each) => (
            <tr key={each.host}>
              <td>{each.host}</td>
              <td>{each.articles}</td>
              <td>{each.passages}</td>
              <td>{each.lastSync ? new Date(each.lastSync).toLocaleString(locale) : t('options.never')}</td>
              <td>
                <button type="button" aria-label={`${t('options.erase')} ${each.host}`} onClick={() => onErase(each.host)}>
                  {t('options.erase')}
                </button>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  )
}

export function ModelsPage({ engine }: { engine: EngineStatus | null }) {
  const { t } = useWording()
  const bytes = ENCODER.model.bytes + ENCODER.tokenizer.bytes
  const state = engine?.encoder.state ?? 'cold'
  return (
    <>
      <h2>{t('options.models')}</h2>
      <div class="card">
        <b>{ENCODER.name}</b>
        <dl>
          <dt>{t('options.size')}</dt>
          <dd>{(bytes / 1_048_576).toFixed(1)} MB</dd>
          <dt>{t('options.licence')}</dt>
          <dd>{ENCODER.licence}</dd>
          <dt>{t('options.runs')}</dt>
          <dd>{t('options.cpu')}</dd>
          <dt>{t('options.state')}</dt>
          <dd>{t(`state.${state}` as MessageKey)}</dd>
        </dl>
      </div>
    </>
  )
}

interface PrivacyProps {
  erased: boolean
  onErase: () => void
  onExport: () => void
}

export function PrivacyPage({ erased, onErase, onExport }: PrivacyProps) {
  const { t } = useWording()
  const [sure, setSure] = useState(false)
  return (
    <>
      <h2>{t('options.privacy')}</h2>
      <h3>{t('options.stored')}</h3>
      <Table
        caption={t('options.stored')}
        heads={[t('options.store'), t('options.purpose'), t('options.class'), t('options.kept')]}
      >
        {DECLARED_STORES.map((store) => (
          <tr key={store.table}>
            <td>{store.table}</td>
            <td>{t(`purpose.${store.purpose}`)}</td>
            <td>{t(`class.${store.data}`)}</td>
            <td>
              {store.days === null
                ? t('options.untilErased')
                : store.days === 1
                  ? t('options.day')
                  : t('options.days', { n: store.days })}
            </td>
          </tr>
        ))}
      </Table>
      <div class="buttons">
        {!sure && (
          <button type="button" class="danger" onClick={() => setSure(true)}>
            {t('options.eraseAll')}
          </button>
        )}
        {sure && (
          <>
            <button
              type="button"
              class="danger"
              onClick={() => {
                setSure(false)
                onErase()
              }}
            >
              {t('options.eraseSure')}
            </button>
            <button type="button" onClick={() => setSure(false)}>
              {t('options.cancel')}
            </button>
          </>
        )}
        <button type="button" onClick={onExport}>
          {t('options.export')}
        </button>
      </div>
      <p role="status">{erased ? t('options.erased') : ''}</p>
      <h3>{t('options.network')}</h3>
      <Table caption={t('options.network')} heads={[t('options.host'), t('options.by'), t('options.what')]}>
        <tr>
          <td>{t('options.networkHost')}</td>
          <td>{t('options.networkBy')}</td>
          <td>{t('options.networkWhat')}</td>
        </tr>
      </Table>
      <p class="hint">{t('options.noOther')}</p>
    </>
  )
}

export function AboutPage({ version }: { version: string }) {
  const { t } = useWording()
  return (
    <>
      <h2>{t('options.about')}</h2>
      <p>{t('options.aboutText')}</p>
      <p class="hint">
        {t('options.version')} {version} · Apache-2.0
      </p>
    </>
  )
}

function Table({ caption, heads, children }: { caption: string; heads: string[]; children: ComponentChildren }) {
  return (
    <table aria-label={caption}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
