/** Knowledge bases in a folder laid out as `kb-NAME/docs*.jsonl` and `kb-NAME/queries-dev.jsonl`, as the product would cut them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chunkArticle } from '../../lib/knowledge/chunk'
import type { Passage } from '../../lib/knowledge/types'

export interface KbQuery {
  id: string
  query: string
  lang: string
  /** Ids of the articles that answer it. */
  relevant: string[]
  kind: string
}

export interface Kb {
  name: string
  passages: Passage[]
  queries: KbQuery[]
}

export interface KbDoc {
  id: string
  title: string
  body: string
  locale: string
  section?: string | null
  url?: string | null
  updated_at?: string | null
}

export const kbNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.startsWith('kb-') && existsSync(join(folder, name, 'queries-dev.jsonl')))
    .sort()

/** `every`: 4 takes the articles that answer a query and each fourth of the others, to have vectors sooner. */
export function readKb(folder: string, name: string, every = 1): Kb {
  const all = readdirSync(join(folder, name))
    .filter((file) => /^docs.*\.jsonl$/.test(file))
    .sort()
    .flatMap((file) => readLines<KbDoc>(join(folder, name, file)))
  const queries = readLines<KbQuery>(join(folder, name, 'queries-dev.jsonl'))
  const asked = new Set(queries.flatMap(({ relevant }) => relevant))
  const docs = all.filter(({ id }, at) => asked.has(id) || at % every === 0)
  return {
    name,
    passages: docs.flatMap(toPassages),
    queries: queries.map((query) => ({ ...query, kind: query.kind ?? 'summary_same_language' })),
  }
}

const readLines = <T>(file: string): T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)

/** An article's passages, as the product cuts them. */
export const toPassages = (doc: KbDoc): Passage[] =>
  chunkArticle('kb.example', {
    id: doc.id,
    locale: doc.locale,
    title: doc.title,
    html: markdownToHtml(doc.body),
    url: doc.url ?? '',
    section: doc.section ?? '',
    category: '',
    labels: [],
    visibility: 'everyone',
    draft: false,
    editedAt: doc.updated_at ?? '',
  })

/** Headings and lines only: what a help centre's HTML would show of the text. */
function markdownToHtml(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => {
      const heading = /^#{1,6}\s+(.*)$/.exec(line)
      const plain = escapeHtml((heading?.[1] ?? line).replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\*\*|__/g, ''))
      return heading ? `<h2>${plain}</h2>` : `<p>${plain}</p>`
    })
    .join('\n')
}

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
