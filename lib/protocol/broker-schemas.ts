/** What the background accepts from extension pages. */
import * as v from 'valibot'
import type { BrokerCalls } from './broker'

const id = v.pipe(v.string(), v.maxLength(200))
const href = v.pipe(v.string(), v.regex(/^https:\/\//), v.maxLength(2_000))
const span = v.object({ text: v.pipe(v.string(), v.maxLength(20_000)), href: v.optional(href) })
const spans = v.pipe(v.array(span), v.maxLength(500))

const block = v.variant('kind', [
  v.object({ kind: v.literal('paragraph'), spans }),
  v.object({ kind: v.literal('list'), ordered: v.boolean(), items: v.pipe(v.array(spans), v.maxLength(200)) }),
])

const target = v.object({
  host: v.pipe(v.string(), v.regex(/^[a-z0-9.-]{1,253}$/)),
  ticketId: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
  channel: v.picklist(['public', 'note', 'messaging']),
  lastCommentId: id,
})

export const brokerSchemas: { [K in keyof BrokerCalls]: v.GenericSchema<unknown, BrokerCalls[K]['request']> } = {
  'engine.open': v.null(),
  'insert.approve': v.object({
    opId: v.pipe(v.string(), v.uuid()),
    tabId: v.nullable(v.pipe(v.number(), v.integer())),
    target,
    blocks: v.pipe(v.array(block), v.minLength(1), v.maxLength(500)),
    hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  }),
  'options.open': v.nullable(v.object({ page: v.pipe(v.string(), v.regex(/^[a-z]{0,20}$/)) })),
  'sidepanel.open': v.null(),
  'broker.erase': v.null(),
  'audit.list': v.object({
    after: v.pipe(v.number(), v.integer()),
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
  }),
}
