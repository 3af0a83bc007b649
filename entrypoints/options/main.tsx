/** Settings page: one page at a time, named in the address. */
import { render } from 'preact'
import { type LabelActions, LabelsPage } from '../../components/LabelsPage'
import {
  AboutPage,
  GeneralPage,
  KnowledgePage,
  ModelsPage,
  type OptionsPage,
  PAGES,
  PrivacyPage,
} from '../../components/OptionsPages'
import { createWording, WordingContext } from '../../components/wording'
import { createTranslate, interfaceLocale } from '../../lib/i18n/translate'
import type { SyncState } from '../../lib/knowledge/types'
import { callBroker } from '../../lib/platform/broker-client'
import { ownVersion } from '../../lib/platform/own'
import { connectEngine } from '../../lib/platform/panel-ports'
import { createPortClient } from '../../lib/protocol/client'
import type { EngineCalls, EngineEvents, EngineStatus } from '../../lib/protocol/engine'
import { Failure, toAppError } from '../../lib/protocol/errors'
import { changeSettings, DEFAULT_SETTINGS, readSettings, type Settings, watchSettings } from '../../lib/settings'
import type { LabelPack } from '../../lib/triage/label-pack'
import type { LabelsView } from '../../lib/triage/label-views'

const AUDIT_PAGE = 500
const root = document.getElementById('app') as HTMLElement
const engine = createPortClient<EngineCalls, EngineEvents>(connectEngine)
let settings: Settings = DEFAULT_SETTINGS
let hosts: SyncState[] = []
let status: EngineStatus | null = null
let erased = false
let labelHosts: string[] = []
let labels: LabelsView | null = null
let labelNotice = ''

const page = (): OptionsPage => PAGES.find((each) => `#${each}` === location.hash) ?? 'general'
const dark = matchMedia('(prefers-color-scheme: dark)')

function draw(): void {
  const locale = interfaceLocale(settings.language, navigator.language)
  const t = createTranslate(locale)
  document.documentElement.lang = locale
  document.documentElement.dataset.theme = settings.theme === 'follow' ? (dark.matches ? 'dark' : 'light') : settings.theme
  document.title = t('options')
  render(
    <WordingContext.Provider value={createWording(locale)}>
      <nav aria-label={t('options')}>
        <h1>{t('brand')}</h1>
        {PAGES.map((each) => (
          <a key={each} href={`#${each}`} aria-current={each === page() ? 'page' : undefined}>
            {t(`options.${each}`)}
          </a>
        ))}
      </nav>
      <main>
        {page() === 'general' && <GeneralPage settings={settings} onChange={change} />}
        {page() === 'knowledge' && <KnowledgePage hosts={hosts} onErase={(host) => void erase(host)} />}
        {page() === 'models' && <ModelsPage engine={status} />}
        {page() === 'labels' && <LabelsPage hosts={labelHosts} view={labels} notice={labelNotice} actions={labelActions} />}
        {page() === 'privacy' && (
          <PrivacyPage erased={erased} onErase={() => void erase(null)} onExport={() => void exportAudit()} />
        )}
        {page() === 'about' && <AboutPage version={ownVersion()} />}
      </main>
    </WordingContext.Provider>,
    root,
  )
}

function change(next: Partial<Settings>): void {
  settings = { ...settings, ...next }
  void changeSettings(next)
  draw()
}

async function erase(host: string | null): Promise<void> {
  await engine.call('knowledge.erase', { host })
  if (host === null) await callBroker('broker.erase', null)
  erased = host === null
  await look()
}

async function look(): Promise<void> {
  hosts = (await engine.call('knowledge.hosts', null)).hosts
  status = await engine.call('engine.status', null)
  await lookAtLabels(labels?.host)
  draw()
}

async function lookAtLabels(host?: string): Promise<void> {
  const known = (await engine.call('labels.hosts', null)).hosts
  labelHosts = [...new Set([...hosts.map((each) => each.host), ...known])].sort()
  const shown = host && labelHosts.includes(host) ? host : labelHosts[0]
  labels = shown ? await engine.call('labels.list', { host: shown }) : null
}

/** Does one change, then shows what came of it. */
async function onLabels(work: (host: string) => Promise<LabelsView | null>, done = ''): Promise<void> {
  if (!labels) return
  try {
    labels = (await work(labels.host)) ?? labels
    labelNotice = done
  } catch (thrown) {
    labelNotice = wordsOf(thrown)
  }
  draw()
}

const wordsOf = (thrown: unknown): string => {
  const t = createTranslate(interfaceLocale(settings.language, navigator.language))
  return thrown instanceof Failure && thrown.code === 'bad-request' ? t('labels.badPack') : t(`error.${toAppError(thrown).code}`)
}

const labelActions: LabelActions = {
  pickHost: (host) => void onLabels(() => engine.call('labels.list', { host })),
  save: (id, definition) => void onLabels((host) => engine.call('labels.save', { host, id, ...definition })),
  remove: (id) => void onLabels((host) => engine.call('labels.remove', { host, id })),
  set: ({ label, own, name, hidden, field }, change) =>
    void onLabels((host) =>
      engine.call('labels.set', {
        host,
        label,
        hidden,
        field,
        ...change,
        name: own ? null : 'name' in change ? (change.name ?? null) : name,
      }),
    ),
  undo: (key, undone) => void onLabels((host) => engine.call('corrections.undo', { host, key, undone })),
  forget: (key) => void onLabels((host) => engine.call('corrections.forget', { host, key })),
  exportPack: () =>
    void onLabels(async (host) => {
      save('overdesk-labels.json', 'application/json', JSON.stringify(await engine.call('labels.export', { host })))
      return null
    }),
  importPack: (file) => void importPack(file),
}

/** The engine checks its shape. */
function parse(text: string): LabelPack {
  try {
    return JSON.parse(text)
  } catch {
    throw new Failure('bad-request', 'no JSON')
  }
}

async function importPack(file: File): Promise<void> {
  const t = createTranslate(interfaceLocale(settings.language, navigator.language))
  await onLabels(async (host) => {
    const pack = parse(await file.text())
    return engine.call('labels.import', { host, pack })
  }, t('labels.imported'))
}

/** The whole chain, one entry a line, as a file. */
async function exportAudit(): Promise<void> {
  const lines: string[] = []
  for (let after = 0; ; ) {
    const entries = await callBroker('audit.list', { after, limit: AUDIT_PAGE })
    lines.push(...entries.map((entry) => JSON.stringify(entry)))
    const last = entries.at(-1)
    if (!last || entries.length < AUDIT_PAGE) break
    after = last.seq
  }
  save('overdesk-audit.jsonl', 'application/jsonl', `${lines.join('\n')}\n`)
}

/** Hands a file to the browser's own download. */
function save(name: string, type: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

settings = await readSettings()
addEventListener('hashchange', draw)
watchSettings((next) => {
  settings = next
  draw()
})
draw()
await look()
