import { useEffect, useRef } from 'preact/hooks'
import type { MessageKey } from '../lib/i18n/translate'
import { useWording } from './wording'

const KEYS: [string, MessageKey][] = [
  ['Alt+Shift+O', 'key.panel'],
  ['d', 'key.draft'],
  ['i, Ctrl+Enter', 'key.insert'],
  ['r', 'key.reply'],
  ['k', 'key.ask'],
  ['p', 'key.pause'],
  ['?', 'key.help'],
  ['Esc', 'key.close'],
]

export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useWording()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} aria-label={t('shortcuts')} onClose={onClose}>
      <h2>{t('shortcuts')}</h2>
      <dl>
        {KEYS.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={() => dialog.current?.close()}>
        {t('close')}
      </button>
    </dialog>
  )
}
