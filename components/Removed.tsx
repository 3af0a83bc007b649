import type { CleanMessage } from '../lib/triage/types'
import { labelOf, useWording } from './wording'

/** What the models did not read of the newest message with removed parts. */
export function Removed({ messages }: { messages: CleanMessage[] }) {
  const { t } = useWording()
  const message = messages.findLast((each) => each.author === 'requester' && each.removed.length > 0)
  if (!message) return null
  return (
    <details>
      <summary>{t('triage.removed')}</summary>
      {message.removed.map((part) => (
        <div key={part.kind + part.text.slice(0, 20)} class="removed">
          <b>{labelOf(t, 'removed', part.kind)}</b>
          <pre>{part.text.slice(0, 2_000)}</pre>
        </div>
      ))}
    </details>
  )
}
