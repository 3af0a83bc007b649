import { languageName } from '../lib/i18n/translate'
import type { PanelState } from '../lib/panel/state'
import type { HeadName, Judgement } from '../lib/triage/types'
import { CorrectList } from './CorrectList'
import { Removed } from './Removed'
import { Trend } from './Trend'
import { WhyView } from './WhyView'
import { labelOf, percent, useWording } from './wording'

export interface TriageActions {
  why: (head: HeadName) => void
  correcting: (head: HeadName | null) => void
  correct: (head: HeadName, label: string | null) => void
}

const HEADS: HeadName[] = ['intent', 'emotion', 'urgency', 'language']

export function Triage({ state, actions }: { state: PanelState; actions: TriageActions }) {
  const { t, locale } = useWording()
  const { triage } = state
  const wordsOf = (head: HeadName, label: string) =>
    head === 'language' ? languageName(label, locale) : (triage?.names[label] ?? labelOf(t, head, label))
  const textOf = (head: HeadName, judgement: Judgement<string>) => {
    if (judgement.label === null) return `${t(`triage.${head}`)}: ${t('triage.unsure')}`
    const sure = judgement.corrected
      ? ` (${t('triage.corrected')})`
      : head === 'intent' || head === 'emotion'
        ? ` (${percent(judgement.p)})`
        : ''
    return `${t(`triage.${head}`)}: ${wordsOf(head, judgement.label)}${sure}`
  }
  return (
    <section aria-label={t('triage')} class="triage">
      {!triage && <p class="hint">{t('triage.waiting')}</p>}
      {triage && (
        <ul>
          {HEADS.map((head) => {
            const judgement = triage[head] as Judgement<string>
            return (
              <li key={head} data-label={judgement.label ?? 'none'} data-head={head}>
                <div class="row">
                  <span class="value">{textOf(head, judgement)}</span>
                  <button
                    type="button"
                    class="quiet"
                    aria-expanded={state.why?.head === head}
                    aria-label={`${t('why')}: ${t(`triage.${head}`)}`}
                    onClick={() => actions.why(head)}
                  >
                    {t('why')}
                  </button>
                  <button
                    type="button"
                    class="quiet"
                    aria-expanded={state.correcting === head}
                    aria-label={`${t('correct')}: ${t(`triage.${head}`)}`}
                    onClick={() => actions.correcting(state.correcting === head ? null : head)}
                  >
                    {t('correct')}
                  </button>
                </div>
                {head === 'intent' && triage.alsoIntents.length > 0 && (
                  <div class="hint">
                    {t('triage.also')}:{' '}
                    {triage.alsoIntents.map((score) => `${wordsOf('intent', score.label)} (${percent(score.p)})`).join(', ')}
                  </div>
                )}
                {state.why?.head === head && <WhyView why={state.why.result} />}
                {state.correcting === head && (
                  <CorrectList
                    head={head}
                    judgement={judgement}
                    wordsOf={(label) => wordsOf(head, label)}
                    onPick={(label) => actions.correct(head, label)}
                    onClose={() => actions.correcting(null)}
                  />
                )}
              </li>
            )
          })}
          {triage.risks.map((risk) => (
            <li key={risk.kind} data-head="risk">
              <span class="value">{`${t('triage.risk')}: ${labelOf(t, 'risk', risk.kind)}`}</span>
              {risk.sentence !== triage.escalation?.sentence && <q>{risk.sentence}</q>}
            </li>
          ))}
          {triage.spam && <li class="hint">{t('triage.spam')}</li>}
          {triage.thanksOnly && <li class="hint">{t('triage.thanks')}</li>}
        </ul>
      )}
      {triage && triage.messages.length > 1 && <Trend triage={triage} />}
      <Removed messages={state.messages} />
    </section>
  )
}
