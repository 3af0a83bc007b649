/** What a person may set. Stored as one item; unknown or missing values fall back, so that an older version's item still reads. */
import type { Length, Tone } from './drafting/types'
import { readSetting, watchSetting, writeSetting } from './platform/storage'
import type { FrameLayout } from './protocol/helpdesk'

export interface Settings {
  /** Interface language; `auto` follows the browser. */
  language: 'auto' | 'en' | 'zh-CN'
  theme: 'follow' | 'light' | 'dark'
  tone: Tone
  length: Length
  paused: boolean
  layout: Pick<FrameLayout, 'mode' | 'width'>
}

export const DEFAULT_SETTINGS: Settings = {
  language: 'auto',
  theme: 'follow',
  tone: 'neutral',
  length: 'normal',
  paused: false,
  layout: { mode: 'docked', width: 380 },
}

const KEY = 'settings'
const complete = (stored: Partial<Settings> | undefined): Settings => ({ ...DEFAULT_SETTINGS, ...stored })

export const readSettings = async (): Promise<Settings> => complete(await readSetting<Partial<Settings>>(KEY, {}))

/** Changes some settings and keeps the rest, also when another page changes others at the same moment. */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  await navigator.locks.request(KEY, async () => writeSetting(KEY, { ...(await readSettings()), ...change }))
}

export const watchSettings = (onChange: (settings: Settings) => void): (() => void) =>
  watchSetting<Partial<Settings>>(KEY, (stored) => onChange(complete(stored)))
