/** What the engine does for each kind of call. */

import { compose, formSentences } from '../drafting/composer'
import { checkText, type GuardContext } from '../drafting/guard'
import { draftToText } from '../drafting/text'
import type { Draft } from '../drafting/types'
import type { Ticket } from '../helpdesk/types'
import type { Knowledge } from '../knowledge/knowledge'
import type { PassageHit } from '../knowledge/types'
import type { EngineStatus } from '../protocol/engine'
import { Failure } from '../protocol/errors'
import { cleanComments } from '../triage/clean'
import { detectLanguage, judgeLanguage } from '../triage/language'
import { summarise } from '../triage/summary'
import { messagesToEncode } from '../triage/triage-ticket'
import type { CleanMessage, HeadName } from '../triage/types'
import { explain } from '../triage/why'
import type { EngineHandlers } from './host'
import { correctionKey, isWithoutModel, passagesFor, triageOf, type UnderstandingDeps, understand } from './understanding'

export interface HandlerDeps extends UnderstandingDeps {
  knowledge: Knowledge
  encoderStatus: () => EngineStatus['encoder']
  queued: () => number
  /** Runs a piece of work when no call wants its turn. */
  idle: <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>
}

export function createHandlers(deps: HandlerDeps): EngineHandlers {
  const { encoder, knowledge, teaching } = deps

  async function messageOf(ticket: Ticket, commentId: string, signal: AbortSignal) {
    const message = messagesToEncode(cleanComments(ticket), ticket.subject).find((each) => each.commentId === commentId)
    if (!message) throw new Failure('not-found', 'no such message of the requester')
    const [vector] = await encoder.encode([message.text], 'query', signal)
    return { ...message, vector: vector as Float32Array }
  }

  return {
    async 'ticket.understand'({ ticket }, { signal, chunk }) {
      const messages = cleanComments(ticket)
      chunk({ stage: 'cleaned', messages, summary: summarise(messages) })
      const known = await triageOf(ticket, messages, deps, signal)
      chunk({ stage: 'triage', triage: known.triage })
      const passages = await passagesFor(ticket, known, deps)
      chunk({ stage: 'passages', passages })
      return { triage: known.triage, passages }
    },

    async 'ticket.why'({ ticket, commentId, head, label }, { signal }) {
      const { text } = await messageOf(ticket, commentId, signal)
      const words = await explain(text, async (texts) => {
        if (head === 'language')
          return texts.map((each) => logOdds(detectLanguage(each).find((score) => score.label === label)?.p ?? 0))
        const vectors: Float32Array[] = []
        for (const each of texts) vectors.push(...(await deps.idle(() => encoder.encode([each], 'query', signal), signal)))
        const heads = await deps.heads
        const language = judgeLanguage(text).label
        const taught = (await teaching.of(ticket.host, correctionKey(ticket, commentId))).taught(head)
        return vectors.map((vector) => {
          const ranked = heads.scores(head, vector, language)
          const scores = taught.apply<string>({ label: null, p: 0, ranked }, vector, 0).ranked
          return logOdds(scores.find((score) => score.label === label)?.p ?? 0)
        })
      })
      return { commentId, head, label, text, words }
    },

    async 'ticket.correct'({ ticket, commentId, head, label }, { signal }) {
      const key = `${correctionKey(ticket, commentId)}|${head}`
      const { vector } = await messageOf(ticket, commentId, signal)
      if (label === null) await teaching.forget(ticket.host, key)
      else {
        await assertLabel(ticket.host, head, label)
        await teaching.correct({ key, host: ticket.host, ticketId: ticket.id, head, label, vector })
      }
      return (await triageOf(ticket, cleanComments(ticket), deps, signal)).triage
    },

    async 'reply.draft'({ ticket, options }, { signal, chunk }) {
      const { messages, triage, passages } = await understand(ticket, deps, signal)
      const composed = compose(ticket, triage, passages, options)
      chunk({ stage: 'sources', sources: composed.sources })
      for (const block of composed.blocks) {
        if (signal.aborted) throw new Failure('cancelled', 'cancelled')
        chunk({ stage: 'block', block })
      }
      const text = draftToText(composed)
      const checks = checkText(text, guardContext(ticket, messages, passages, options.audience))
      const draft: Draft = {
        engine: 'composer',
        language: composed.language,
        blocks: composed.blocks,
        sources: composed.sources,
        checks,
      }
      return draft
    },

    async 'reply.check'({ ticket, text, audience }, { signal }) {
      const { messages, passages } = await understand(ticket, deps, signal)
      return { checks: checkText(text, guardContext(ticket, messages, passages, audience)) }
    },

    async 'knowledge.search'({ host, query, locale, limit }, { signal }) {
      const [vector = null] = await encoder.encode([query.slice(0, 2_000)], 'query', signal).catch(withoutModel)
      return { hits: await knowledge.find(host, { text: query, vector, locale, intent: null, limit }) }
    },
    'knowledge.ask': ({ host, question, locale }, { signal }) => knowledge.ask(host, question, locale, signal),
    async 'knowledge.dislike'({ host, passageId, intent }) {
      await knowledge.dislike(host, passageId, intent)
      return null
    },
    'knowledge.state': ({ host }) => knowledge.state(host),
    'knowledge.sync.begin': ({ host, full }, { connection }) => knowledge.begin(host, full, connection),
    'knowledge.sync.put': ({ host, lease, articles, cursor, total }) => knowledge.put(host, lease, articles, cursor, total),
    'knowledge.sync.finish': ({ host, lease }) => knowledge.finish(host, lease),
    'knowledge.hosts': async () => ({ hosts: await knowledge.hosts() }),
    async 'knowledge.erase'({ host }) {
      await knowledge.erase(host)
      await teaching.erase(host)
      return null
    },
    'labels.hosts': async () => ({ hosts: await teaching.hosts() }),
    'labels.list': ({ host }) => teaching.view(host),
    'labels.save': ({ host, id, ...definition }, { signal }) => teaching.save(host, id, definition, signal),
    'labels.remove': ({ host, id }) => teaching.remove(host, id),
    'labels.set': (setting) => teaching.set(setting),
    'labels.export': ({ host }) => teaching.export(host),
    'labels.import': ({ host, pack }) => teaching.import(host, pack),
    'corrections.undo': ({ host, key, undone }) => teaching.setUndone(host, key, undone),
    'corrections.forget': ({ host, key }) => teaching.forget(host, key),
    'engine.status': async () => ({ encoder: deps.encoderStatus(), queue: deps.queued() }),
  }

  async function assertLabel(host: string, head: HeadName, label: string): Promise<void> {
    const known =
      head === 'language'
        ? /^[a-z]{2,3}$/.test(label)
        : (await deps.heads).labels(head).includes(label) || (head === 'intent' && (await teaching.knows(host, label)))
    if (!known) throw new Failure('bad-request', `no label ${label.slice(0, 40)} of ${head}`)
  }
}

/** A query is answered by words alone where the encoder cannot be used. */
function withoutModel(thrown: unknown): Float32Array[] {
  if (isWithoutModel(thrown)) return []
  throw thrown
}

const logOdds = (p: number): number => Math.log((p + 1e-6) / (1 - p + 1e-6))

function guardContext(ticket: Ticket, messages: CleanMessage[], hits: PassageHit[], audience: 'public' | 'note'): GuardContext {
  return {
    messages,
    subject: ticket.subject,
    fields: ticket.fields.map((field) => `${field.label}: ${field.value}`),
    names: [ticket.requester.name, ticket.agent?.name ?? ''],
    passages: hits.map((hit) => hit.passage),
    host: ticket.host,
    audience,
    form: formSentences(ticket),
  }
}
