import { useState } from 'preact/hooks'
import type { Translate } from '../lib/i18n/translate'
import type { PassageHit } from '../lib/knowledge/types'
import { useWording } from './wording'

interface Props {
  hit: PassageHit
  isPublic: boolean
  today: number
  onInsert: (text: string) => void
  onDislike: () => void
}

/** Characters that three lines hold at the usual width. */
const CLAMPED = 150

/** One passage. What only colleagues may read goes into a public reply after a second press. */
export function PassageItem({ hit: { passage }, isPublic, today, onInsert, onDislike }: Props) {
  const { t } = useWording()
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState<'link' | 'quote' | null>(null)
  const internal = passage.visibility === 'agents' || passage.draft
  const long = passage.text.length > CLAMPED || passage.text.split('\n').length > 3
  const insert = (what: 'link' | 'quote') => {
    if (internal && isPublic && asked !== what) return setAsked(what)
    setAsked(null)
    onInsert(what === 'link' ? `${passage.title}: ${passage.url}` : passage.text)
  }
  const label = (what: 'link' | 'quote') => (asked === what ? t('knowledge.anyway') : t(`knowledge.${what}`))
  return (
    <li>
      <div class="row">
        <a href={passage.url} target="_blank" rel="noreferrer" title={hostOf(passage.url)}>
          {passage.title}
        </a>
        {passage.visibility === 'agents' && <span class="badge warn">{t('knowledge.internal')}</span>}
        {passage.visibility === 'signed-in' && <span class="badge">{t('knowledge.signedIn')}</span>}
        {passage.draft && <span class="badge warn">{t('knowledge.draft')}</span>}
        <span class="age">{ageOf(passage.editedAt, today, t)}</span>
      </div>
      {passage.heading && <b class="heading">{passage.heading}</b>}
      <p class={`passage${open || !long ? '' : ' short'}`}>{passage.text.replace(/\n{2,}/g, '\n')}</p>
      <div class="buttons">
        {long && (
          <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('knowledge.less') : t('knowledge.more')}
          </button>
        )}
        <button type="button" class="quiet" onClick={() => insert('link')}>
          {label('link')}
        </button>
        <button type="button" class="quiet" onClick={() => insert('quote')}>
          {label('quote')}
        </button>
        <button type="button" class="quiet" onClick={onDislike}>
          {t('knowledge.dislike')}
        </button>
      </div>
    </li>
  )
}

function hostOf(url: string): string {
  try {
    return new URL(url).host
  } catch {
    return url
  }
}

function ageOf(iso: string, today: number, t: Translate): string {
  const days = Math.floor((today - Date.parse(iso)) / 86_400_000)
  if (!(days >= 1)) return t('age.today')
  if (days < 60) return t('age.days', { n: days })
  return days < 730 ? t('age.months', { n: Math.floor(days / 30) }) : t('age.years', { n: Math.floor(days / 365) })
}
