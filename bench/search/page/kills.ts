/** The page that is killed: changes the index without end, or opens it and says what does not agree. */
import { CHURN_WIDTH, churn, disagreements } from '../../../lib/knowledge/churn'
import { openKernel } from '../../../lib/knowledge/kernel/kernel'
import { createLibrary } from '../../../lib/knowledge/library'
import { openKnowledgeDb } from '../../../lib/store/knowledge-db'
import { random } from '../generate'

export interface Opened {
  wrong: string[]
  /** Newest version that any article has. */
  newest: number
}

async function open() {
  const db = openKnowledgeDb()
  const kernel = await openKernel(await WebAssembly.compileStreaming(fetch('/kernel.wasm')))
  return { db, library: createLibrary({ db, kernel, dimensions: CHURN_WIDTH, encoderId: 'letters', now: Date.now }) }
}

export async function openKilled(): Promise<Opened> {
  const { db, library } = await open()
  const wrong = await disagreements(library, db)
  const versions = (await db.articles.toArray()).map(({ editedAt }) => Number(editedAt))
  db.close()
  return { wrong, newest: Math.max(0, ...versions) }
}

/** Goes on until it is killed. */
export async function churnOn(
  seed: number,
  from: number,
  acknowledge: (version: number, articles: boolean) => void,
): Promise<void> {
  const { library } = await open()
  await churn(library, from, random(seed), acknowledge)
}
