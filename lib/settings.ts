/** What a person chose, in `storage.local` under one key each. Never ticket text. */
import type { Length, Tone } from './drafting/types'

export interface Settings {
  /** Interface language; `auto` follows the browser. */
  language: 'auto' | 'en' | 'zh-cn'
  /** `follow` takes the helpdesk's colours (the system's on the options page). */
  theme: 'follow' | 'light' | 'dark'
  tone: Tone
  length: Length
  /** Put below a public draft; empty for none. */
  signOff: string
}

export const DEFAULT_SETTINGS: Settings = { language: 'auto', theme: 'follow', tone: 'friendly', length: 'normal', signOff: '' }

/** Storage keys. `paused` is apart: it changes often and from the panel. */
export const SETTINGS_KEY = 'settings'
export const PAUSED_KEY = 'paused'
export const WIDTH_KEY = 'panel-width'

const CHOICES = {
  language: ['auto', 'en', 'zh-cn'],
  theme: ['follow', 'light', 'dark'],
  tone: ['neutral', 'friendly', 'formal'],
  length: ['short', 'normal', 'detailed'],
} as const

const SIGN_OFF_LIMIT = 500

/** Stored settings made whole: an unknown or damaged value falls back to its default. */
export function parseSettings(stored: unknown): Settings {
  const given = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<string, unknown>
  const pick = <K extends keyof typeof CHOICES>(key: K): Settings[K] =>
    (CHOICES[key] as readonly unknown[]).includes(given[key]) ? (given[key] as Settings[K]) : DEFAULT_SETTINGS[key]
  return {
    language: pick('language'),
    theme: pick('theme'),
    tone: pick('tone'),
    length: pick('length'),
    signOff: typeof given.signOff === 'string' ? given.signOff.slice(0, SIGN_OFF_LIMIT) : '',
  }
}
