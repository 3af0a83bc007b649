import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { createTranslate, type InterfaceLocale, type MessageKey, type Translate } from '../lib/i18n/translate'

export interface Wording {
  t: Translate
  locale: InterfaceLocale
}

export const createWording = (locale: InterfaceLocale): Wording => ({ t: createTranslate(locale), locale })

export const WordingContext = createContext<Wording>(createWording('en'))
export const useWording = (): Wording => useContext(WordingContext)

/** Wording of a label that came as data: unknown ones are shown as they are. */
export const labelOf = (t: Translate, group: string, label: string): string => {
  const key = `${group}.${label}` as MessageKey
  const words = t(key)
  return words === key ? label : words
}

export const percent = (p: number): string => `${Math.round(p * 100)}%`
