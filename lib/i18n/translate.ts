import { en } from './en'
import { zhCn } from './zh-cn'

export type MessageKey = keyof typeof en
export type Messages = Record<MessageKey, string>
export type InterfaceLocale = 'en' | 'zh-CN'

/** Words a message. `{name}` places are filled from `values`; a key that does not exist comes back as it is. */
export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string

const TABLES: Record<InterfaceLocale, Messages> = { en, 'zh-CN': zhCn }

export const createTranslate =
  (locale: InterfaceLocale): Translate =>
  (key, values = {}) =>
    (TABLES[locale][key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole))

/** The interface language for a setting and the browser's own. */
export const interfaceLocale = (setting: 'auto' | InterfaceLocale, browserLanguage: string): InterfaceLocale =>
  setting === 'auto' ? (browserLanguage.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en') : setting

/** Name of a language in the interface's own. */
export function languageName(code: string, locale: InterfaceLocale): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
