import { expect, it } from 'vitest'
import type { AuthorRole } from '../helpdesk/types'
import { summarise } from './summary'
import type { CleanMessage } from './types'

const said = (author: AuthorRole, text: string, isPublic = true): CleanMessage => ({
  commentId: text.slice(0, 8),
  author,
  public: isPublic,
  createdAt: '',
  text,
  removed: [],
})

it('takes wish, attempts and open questions from the customer’s own sentences', () => {
  const summary = summarise([
    said(
      'requester',
      'My vacuum stops after two minutes. I already restarted it and I have tried another socket. Could you repair it?',
    ),
    said('agent', 'Could you send us the serial number?'),
    said('requester', 'Here it is: SN4411. I need it back before Friday. Do I have to pay the postage?'),
  ])
  expect(summary).toEqual({
    wants: 'I need it back before Friday.',
    tried: ['I already restarted it and I have tried another socket.'],
    open: ['Do I have to pay the postage?'],
  })
})

it('reads Chinese', () => {
  const long = '你们的扫地机器人用了三个月就不动了，我已经重启过好几次，也重置了网络，还是没有反应，指示灯一直是红色的。'
  const summary = summarise([
    said(
      'requester',
      `${long}家里有老人，地上都是灰，实在没办法了。上次维修花了两个星期。请尽快帮我换一台新的。运费谁出呢？这次能上门取件吗？`,
    ),
  ])
  expect(summary?.wants).toBe('请尽快帮我换一台新的。')
  expect(summary?.tried[0]).toContain('重启过')
  expect(summary?.open).toEqual(['运费谁出呢？', '这次能上门取件吗？'])
})

it('says nothing of what is read at a glance, nor of agents’ words and notes', () => {
  expect(summarise([said('requester', 'Where is my order?')])).toBeNull()
  const summary = summarise([
    said('requester', `${'The blender is loud and I do not like the colour of the lid at all. '.repeat(3)}`),
    said('agent', 'Please tell me more? I have tried to call you.', false),
  ])
  expect(summary).toEqual({ wants: null, tried: [], open: [] })
})
