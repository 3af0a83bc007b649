import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import type { PanelState } from '../lib/panel/state'
import { PassageItem } from './PassageItem'
import { useWording } from './wording'

export interface KnowledgeActions {
  ask: (question: string) => void
  append: (text: string) => void
  dislike: (passageId: string) => void
  sync: () => void
}

interface Props {
  state: PanelState
  actions: KnowledgeActions
  askBox: RefObject<HTMLInputElement | null>
  today: number
}

export function Knowledge({ state, actions, askBox, today }: Props) {
  const { t } = useWording()
  const [question, setQuestion] = useState('')
  const { answer, passages, sync } = state
  const isPublic = state.reply.as !== 'note'
  return (
    <section aria-label={t('knowledge')} class="knowledge">
      <input
        ref={askBox}
        type="search"
        aria-label={t('knowledge.ask')}
        placeholder={t('knowledge.ask')}
        value={question}
        onInput={(event) => {
          setQuestion(event.currentTarget.value)
          if (event.currentTarget.value === '') actions.ask('')
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.isComposing) actions.ask(question)
        }}
      />
      {answer && (
        <div class="answer" aria-live="polite">
          <b>{t('knowledge.answer')}</b>
          {answer.result?.known === false && <p>{t('knowledge.unknown')}</p>}
          {answer.result?.known && (
            <>
              <p>
                {answer.result.sentences.map((sentence) => (
                  <span key={sentence.text}>
                    {sentence.text.replace(/^(?:\d+\.|-) /, '')} <sup>{sentence.source + 1}</sup>{' '}
                  </span>
                ))}
              </p>
              <ol>
                {answer.result.sources.slice(0, 3).map((hit) => (
                  <li key={hit.passage.id}>
                    <a href={hit.passage.url} target="_blank" rel="noreferrer">
                      {hit.passage.title}
                    </a>
                  </li>
                ))}
              </ol>
            </>
          )}
        </div>
      )}
      {passages?.length === 0 && <p class="hint">{sync && sync.passages > 0 ? t('knowledge.none') : t('knowledge.empty')}</p>}
      {passages && passages.length > 0 && (
        <ul aria-label={t('knowledge.list')} class="passages">
          {passages.map((hit) => (
            <PassageItem
              key={hit.passage.id}
              hit={hit}
              isPublic={isPublic}
              today={today}
              onInsert={actions.append}
              onDislike={() => actions.dislike(hit.passage.id)}
            />
          ))}
        </ul>
      )}
      {sync?.phase === 'idle' && (
        <button type="button" class="quiet" onClick={actions.sync}>
          {t('knowledge.sync')}
        </button>
      )}
    </section>
  )
}
