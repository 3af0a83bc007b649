/** The knowledge database as its first version was shipped, frozen, for the tests of what later versions make of it. */
import Dexie from 'dexie'

export function openFirstVersion(name: string): Dexie {
  const db = new Dexie(name)
  db.version(1).stores({
    articles: 'key, host, [host+seen]',
    passages: 'id, host, articleKey',
    vectors: 'id, host, articleKey',
    sync: 'host',
    corrections: 'key, [host+head]',
    dislikes: 'key, [host+intent]',
  })
  return db
}
