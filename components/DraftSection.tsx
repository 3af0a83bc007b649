import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect } from 'preact/hooks'
import type { DraftSource, Length, Tone } from '../lib/drafting/types'
import type { Channel } from '../lib/helpdesk/types'
import type { PanelState } from '../lib/panel/state'
import { Checks } from './Checks'
import { useWording } from './wording'

export interface DraftActions {
  draft: () => void
  stop: () => void
  edit: (text: string) => void
  insert: (event: MouseEvent) => void
  copy: () => void
  restore: () => void
  setAs: (as: Channel) => void
  setOptions: (change: Partial<PanelState['options']>) => void
}

interface Props {
  state: PanelState
  actions: DraftActions
  replyBox: RefObject<HTMLTextAreaElement | null>
  insertRow: (row: HTMLElement | null) => void
}

const TONES: Tone[] = ['neutral', 'friendly', 'formal']
const LENGTHS: Length[] = ['short', 'normal', 'detailed']

export function DraftSection({ state, actions, replyBox, insertRow }: Props) {
  const { t } = useWording()
  const { reply, options } = state
  const outward: Channel = state.active?.channel === 'messaging' || reply.as === 'messaging' ? 'messaging' : 'public'
  const has = reply.text.trim() !== ''
  useLayoutEffect(() => {
    const box = replyBox.current
    if (!box) return
    box.style.height = 'auto'
    box.style.height = `${Math.min(box.scrollHeight + 2, 420)}px`
  }, [reply.text, replyBox])
  useEffect(() => {
    if (reply.drafting) replyBox.current?.closest('section')?.scrollIntoView({ block: 'nearest' })
  }, [reply.drafting, replyBox])
  return (
    <section aria-label={t('draft')} class="draft">
      <div role="radiogroup" aria-label={t('draft.as')} class="segments">
        {[outward, 'note' as const].map((channel) => (
          <label key={channel} class={channel}>
            <input type="radio" name="as" checked={reply.as === channel} onChange={() => actions.setAs(channel)} />
            <span>{t(channel === 'note' ? 'draft.note' : channel === 'messaging' ? 'draft.message' : 'draft.public')}</span>
          </label>
        ))}
      </div>
      <div class="choices">
        <Choice
          label={t('draft.tone')}
          value={options.tone}
          values={TONES.map((tone) => [tone, t(`tone.${tone}`)])}
          onPick={(tone) => actions.setOptions({ tone: tone as Tone })}
        />
        <Choice
          label={t('draft.length')}
          value={options.length}
          values={LENGTHS.map((length) => [length, t(`length.${length}`)])}
          onPick={(length) => actions.setOptions({ length: length as Length })}
        />
        <Choice
          label={t('draft.language')}
          value={options.language ?? ''}
          values={[
            ['', t('language.auto')],
            ['en', 'English'],
            ['zh', '中文'],
          ]}
          onPick={(language) => actions.setOptions({ language: language || null })}
        />
        <Choice
          label={t('draft.engine')}
          value="composer"
          values={[['composer', t('engine.composer')]]}
          onPick={() => undefined}
        />
      </div>
      <textarea
        ref={replyBox}
        class={reply.as}
        aria-label={t('draft.reply')}
        placeholder={t('draft.placeholder')}
        value={reply.text}
        readOnly={reply.drafting || reply.inserting}
        rows={3}
        onInput={(event) => actions.edit(event.currentTarget.value)}
      />
      <div class="buttons main" ref={insertRow}>
        {reply.drafting ? (
          <button type="button" onClick={actions.stop}>
            {t('draft.stop')}
          </button>
        ) : (
          !has && (
            <button type="button" class="primary" onClick={actions.draft}>
              {t('draft.button')}
            </button>
          )
        )}
        {has && !reply.drafting && (
          <>
            <button type="button" class="primary" disabled={reply.inserting} onClick={actions.insert}>
              {reply.confirming ? t('draft.anyway') : t('draft.insert')}
            </button>
            <button type="button" onClick={actions.copy}>
              {t('draft.copy')}
            </button>
            <button type="button" onClick={actions.draft}>
              {t('draft.again')}
            </button>
          </>
        )}
        {reply.previous !== null && !reply.drafting && (
          <button type="button" onClick={actions.restore}>
            {t('draft.restore')}
          </button>
        )}
      </div>
      {has && <Checks checks={reply.checks} onGo={(check) => goTo(replyBox.current, check.start, check.end)} />}
      {has && reply.draft && reply.draft.sources.length > 0 && (
        <>
          <h2>{t('draft.sources')}</h2>
          <ul aria-label={t('draft.sources')} class="sources">
            {onceEach(reply.draft.sources).map((source) => (
              <li key={source.passageId}>
                <a href={source.url} target="_blank" rel="noreferrer">
                  {source.title}
                </a>
                {source.internal && <span class="badge warn">{t('knowledge.internal')}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** Several passages of one article are one source. */
const onceEach = (sources: DraftSource[]): DraftSource[] => [...new Map(sources.map((each) => [each.url, each])).values()]

function goTo(box: HTMLTextAreaElement | null, start: number, end: number): void {
  box?.focus()
  box?.setSelectionRange(start, end)
}

function Choice({
  label,
  value,
  values,
  onPick,
}: {
  label: string
  value: string
  values: [string, string][]
  onPick: (value: string) => void
}) {
  return (
    <label>
      <span>{label}</span>
      <select aria-label={label} value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        {values.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}
