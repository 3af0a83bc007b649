/** The library dies between any two writes, again and again, and always opens with index and store in agreement. */
import 'fake-indexeddb/auto'
import { afterEach, expect, it } from 'vitest'
import { openKnowledgeDb } from '../store/knowledge-db'
import { CHURN_WIDTH, churn, disagreements } from './churn'
import { openNodeKernel } from './kernel/node'
import { createLibrary, type Library } from './library'

const KILLS = 40

const { add, put, delete: remove } = IDBObjectStore.prototype
afterEach(() => Object.assign(IDBObjectStore.prototype, { add, put, delete: remove }))

/** After so many writes the transaction is aborted and every later write fails: as if the process had gone. */
function dieAfter(writes: number): void {
  let left = writes
  const dying = <A extends unknown[], R>(method: (this: IDBObjectStore, ...args: A) => R) =>
    function (this: IDBObjectStore, ...args: A): R {
      if (left-- > 0) return method.apply(this, args)
      if (left === -1) this.transaction.abort()
      throw new DOMException('killed', 'AbortError')
    }
  Object.assign(IDBObjectStore.prototype, { add: dying(add), put: dying(put), delete: dying(remove) })
}

it(`opens consistent after each of ${KILLS} kills`, async () => {
  const kernel = await openNodeKernel()
  let seed = 1
  const next = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 2 ** 32
  }
  const open = (): [Library, ReturnType<typeof openKnowledgeDb>] => {
    const db = openKnowledgeDb('kills')
    return [createLibrary({ db, kernel, dimensions: CHURN_WIDTH, encoderId: 'letters', now: Date.now }), db]
  }
  let version = 1
  let changes = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const [library, db] = open()
    dieAfter(Math.floor(next() * 150))
    await churn(library, version, next, (done) => {
      version = done + 1
      changes++
    }).catch(() => undefined)
    version++
    Object.assign(IDBObjectStore.prototype, { add, put, delete: remove })
    db.close()
    const [again, sameDb] = open()
    expect(await disagreements(again, sameDb), `kill ${kill}`).toEqual([])
    sameDb.close()
  }
  expect(changes).toBeGreaterThan(KILLS)
})
