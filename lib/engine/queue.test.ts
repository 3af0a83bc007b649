import { describe, expect, it } from 'vitest'
import { createQueue, PRIORITY } from './queue'

const gate = () => {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

describe('queue', () => {
  it('runs the urgent before the idle, and first come first within a priority', async () => {
    const queue = createQueue()
    const order: string[] = []
    const { open, opened } = gate()
    const signal = new AbortController().signal
    const jobs = [
      queue.run(PRIORITY.background, signal, () => opened),
      queue.run(PRIORITY.background, signal, async () => void order.push('idle')),
      queue.run(PRIORITY.now, signal, async () => void order.push('first')),
      queue.run(PRIORITY.now, signal, async () => void order.push('second')),
    ]
    open()
    await Promise.all(jobs)
    expect(order).toEqual(['first', 'second', 'idle'])
    expect(queue.length).toBe(0)
  })

  it('drops a cancelled job and goes on after a failing one', async () => {
    const queue = createQueue()
    const { open, opened } = gate()
    const signal = new AbortController().signal
    const cancel = new AbortController()
    const first = queue.run(PRIORITY.now, signal, async () => {
      await opened
      throw new Error('boom')
    })
    let ran = false
    const dropped = queue.run(PRIORITY.now, cancel.signal, async () => {
      ran = true
    })
    const last = queue.run(PRIORITY.now, signal, async () => 'done')
    cancel.abort()
    open()
    await expect(first).rejects.toThrow('boom')
    await expect(dropped).rejects.toMatchObject({ code: 'cancelled' })
    expect(await last).toBe('done')
    expect(ran).toBe(false)
  })
})
