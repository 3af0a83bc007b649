import type { ComponentChildren } from 'preact'
import type { Why } from '../lib/triage/types'
import { useWording } from './wording'

/** The message with the words that decided; stronger words are marked more strongly. */
export function WhyView({ why }: { why: Why | null }) {
  const { t } = useWording()
  if (!why) return <p class="hint">{t('why.busy')}</p>
  const parts: ComponentChildren[] = []
  let at = 0
  for (const word of why.words) {
    parts.push(why.text.slice(at, word.start))
    const side = word.weight > 0 ? 'for' : 'against'
    parts.push(
      <mark key={word.start} class={`${side} ${Math.abs(word.weight) > 0.6 ? 'strong' : ''}`} title={t(`why.${side}`)}>
        {why.text.slice(word.start, word.end)}
      </mark>,
    )
    at = word.end
  }
  parts.push(why.text.slice(at))
  return (
    <div class="why">
      <b>{why.words.length > 0 ? t('why.title') : t('why.none')}</b>
      <p>{parts}</p>
    </div>
  )
}
