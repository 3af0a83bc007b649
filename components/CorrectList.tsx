import { useEffect, useRef } from 'preact/hooks'
import type { HeadName, Judgement } from '../lib/triage/types'
import { useWording } from './wording'

const LANGUAGES = ['en', 'zh', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'tr', 'sv', 'ru', 'ja', 'ko', 'ar']

interface Props {
  head: HeadName
  judgement: Judgement<string>
  wordsOf: (label: string) => string
  onPick: (label: string | null) => void
  onClose: () => void
}

/** All labels of one classifier, likeliest first. */
export function CorrectList({ head, judgement, wordsOf, onPick, onClose }: Props) {
  const { t } = useWording()
  const list = useRef<HTMLSelectElement>(null)
  useEffect(() => list.current?.focus(), [])
  const labels = head === 'language' ? LANGUAGES : judgement.ranked.map((score) => score.label)
  const pick = () => list.current && onPick(list.current.value)
  return (
    <div class="correcting">
      <select
        ref={list}
        size={6}
        aria-label={t('correct.title', { head: t(`triage.${head}`) })}
        onDblClick={pick}
        onKeyDown={(event) => {
          if (event.key === 'Enter') pick()
          if (event.key === 'Escape') onClose()
        }}
      >
        {labels.map((label) => (
          <option key={label} value={label} selected={label === judgement.label}>
            {wordsOf(label)}
          </option>
        ))}
      </select>
      <div class="buttons">
        <button type="button" onClick={pick}>
          {t('correct')}
        </button>
        {judgement.corrected && (
          <button type="button" onClick={() => onPick(null)}>
            {t('correct.undo')}
          </button>
        )}
        <button type="button" class="quiet" onClick={onClose}>
          {t('close')}
        </button>
      </div>
    </div>
  )
}
