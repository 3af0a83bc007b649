/** Settings in `storage.local`. Never ticket text. */
import { browser } from 'wxt/browser'

export async function readSetting<T>(key: string, fallback: T): Promise<T> {
  const stored = await browser.storage.local.get(key)
  return (stored[key] as T | undefined) ?? fallback
}

export async function writeSetting<T>(key: string, value: T): Promise<void> {
  await browser.storage.local.set({ [key]: value })
}

/** Calls back on every change of a setting, from any page; returns how to stop. */
export function watchSetting<T>(key: string, onChange: (value: T | undefined) => void): () => void {
  const listener = (changes: Record<string, { newValue?: unknown }>) => {
    if (key in changes) onChange(changes[key]?.newValue as T | undefined)
  }
  browser.storage.local.onChanged.addListener(listener)
  return () => browser.storage.local.onChanged.removeListener(listener)
}
