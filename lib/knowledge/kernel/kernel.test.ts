import { beforeAll, describe, expect, it } from 'vitest'
import type { Block, Kernel } from './kernel'
import { openNodeKernel } from './node'

let kernel: Kernel
beforeAll(async () => {
  kernel = await openNodeKernel()
})

/** Whole numbers between -most and most, the same each time. */
function numbers(count: number, most: number, seed: number): number[] {
  let state = seed
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.round((state / 2 ** 32 - 0.5) * 2 * most)
  })
}

function filled(count: number, value: number): Block {
  const block = kernel.block(count)
  block.u8().fill(value)
  return block
}

describe('scan', () => {
  const WIDTH = 384
  const ROWS = 103
  const rows = Array.from({ length: ROWS }, (_, row) => numbers(WIDTH, 127, row + 1))
  const asked = numbers(WIDTH, 16_383, 999)
  const product = (row: number[]) => row.reduce((sum, value, i) => sum + value * (asked[i] as number), 0)

  function fill() {
    const matrix = kernel.block(ROWS * WIDTH)
    matrix.i8().set(rows.flat())
    const scales = kernel.block(ROWS * 4)
    scales.f32().forEach((_, row, all) => {
      all[row] = row % 10 === 9 ? 0 : 1 / (row + 1)
    })
    const query = kernel.block(WIDTH * 2)
    query.i16().set(asked)
    return { matrix, scales, query }
  }

  it('gives the best rows by product and scale, without those that are masked or have no vector', () => {
    const { matrix, scales, query } = fill()
    const mask = filled(ROWS, 1)
    for (const row of [0, 3, 50]) mask.u8()[row] = 0
    const expected = rows
      .map((row, at) => ({ id: at + 1_000, score: product(row) / (at + 1) / 2 ** 20 }))
      .filter(({ id }) => ![1_000, 1_003, 1_050].includes(id) && id % 10 !== 9)
      .sort((a, b) => b.score - a.score)
      .slice(0, 20)
    kernel.begin(20)
    kernel.scan(matrix.address, scales.address, mask.address, ROWS, WIDTH, query.address, 1 / 2 ** 20, 1_000)
    const best = kernel.best()
    expect(best.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
    for (const [at, { score }] of best.entries()) expect(score).toBeCloseTo(expected[at]?.score as number, 3)
  })

  it('gives one row the same cosine as the scan', () => {
    const { matrix, query } = fill()
    const one = kernel.cosine(matrix.address + 5 * WIDTH, 0.5, query.address, WIDTH, 2)
    expect(one).toBeCloseTo(product(rows[5] as number[]), -1)
  })
})

it('adds postings and collects the best rows over several segments', () => {
  const scores = kernel.block(8 * 4)
  const postings = kernel.block(3 * 2)
  postings.u16().set([1, 4, 6])
  const impacts = kernel.block(3)
  impacts.u8().set([10, 20, 30])
  kernel.addPostings(postings.address, impacts.address, 3, 0.5, scores.address)
  kernel.addPostings(postings.address, impacts.address, 1, 2, scores.address)
  expect([...scores.f32()]).toEqual([0, 25, 0, 0, 10, 0, 15, 0])
  const mask = filled(8, 1)
  mask.u8()[6] = 0
  kernel.begin(3)
  kernel.collect(scores.address, mask.address, 7, 0)
  kernel.collect(scores.address, mask.address, 7, 100)
  expect(kernel.best()).toEqual([
    { id: 1, score: 25 },
    { id: 101, score: 25 },
    { id: 4, score: 10 },
  ])
})

it('gives memory back, and says when there is none', () => {
  const before = kernel.bytes
  for (let i = 0; i < 50; i++) kernel.block(2 ** 20).free()
  expect(kernel.bytes - before).toBeLessThanOrEqual(4 * 2 ** 20)
  expect(() => kernel.block(1.5 * 2 ** 30)).toThrow(/no memory/)
})
