/** Settings page: one page at a time, named in the address. */
import { render } from 'preact'
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
import { changeSettings, DEFAULT_SETTINGS, readSettings, type Settings, watchSettings } from '../../lib/settings'

const AUDIT_PAGE = 500
const root = document.getElementById('app') as HTMLElement
const engine = createPortClient<EngineCalls, EngineEvents>(connectEngine)
let settings: Settings = DEFAULT_SETTINGS
let hosts: SyncState[] = []
let status: EngineStatus | null = null
let erased = false

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
  draw()
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
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([`${lines.join('\n')}\n`], { type: 'application/jsonl' }))
  link.download = 'overdesk-audit.jsonl'
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
