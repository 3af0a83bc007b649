/** The heads as they ship, judged through the taxonomy map, each language by itself where a set has several. */
import type { Heads } from '../lib/triage/heads'
import { judgeText, type TextJudgement } from '../lib/triage/judge-text'
import type { Judgement } from '../lib/triage/types'
import { type Row, type TaxonomyMap, wanted } from './data'
import { type Answer, accuracy, calibrationError, coverageAt, macroF1 } from './measures'
import type { Report } from './report'

/** Rows that make a language worth a line of its own. */
const ENOUGH = 30
const PRECISION = 0.95

interface Judged extends Answer {
  lang: string
  answered: boolean
  also: string[]
}

export function measureHeads(set: string, rows: Row[], vectors: Float32Array[], heads: Heads, map: TaxonomyMap, report: Report) {
  const said = rows.map((row, at) => judgeText(row.text, { vector: vectors[at] as Float32Array, heads }))
  for (const head of ['intent', 'emotion', 'urgency', 'thanks', 'spam', 'language'] as const) {
    const judged = rows.flatMap((row, at): Judged[] => {
      const right = wantedOf(row, head, set, map)
      const { ranked, label, p } = (said[at] as TextJudgement)[head] as Judgement<string>
      if (right === null) return []
      const also = head === 'intent' ? (row.also ?? []) : []
      return [{ wanted: right, best: ranked[0]?.label ?? '', p, lang: row.lang ?? '', answered: label !== null, also }]
    })
    measureHead(set, head, judged, report)
  }
  measureRisks(set, rows, vectors, heads, report)
}

function wantedOf(
  row: Row,
  head: 'intent' | 'emotion' | 'urgency' | 'thanks' | 'spam' | 'language',
  set: string,
  map: TaxonomyMap,
) {
  if (head === 'language') return row.lang ?? null
  if (head === 'thanks' || head === 'spam') return typeof row[head] === 'boolean' ? (row[head] ? 'yes' : 'no') : null
  return wanted(row, head, set, map)
}

function measureHead(set: string, head: string, judged: Judged[], report: Report): void {
  const languages = [...new Set(judged.map(({ lang }) => lang))].filter(
    (lang) => judged.filter((each) => each.lang === lang).length >= ENOUGH,
  )
  const parts: [string, Judged[]][] = [[`head ${head}`, judged]]
  if (languages.length > 1 && head !== 'language')
    for (const lang of languages.sort()) parts.push([`head ${head} ${lang}`, judged.filter((each) => each.lang === lang)])
  for (const [task, part] of parts) {
    if (part.length === 0) continue
    const figure = (metric: string, value: number) => report({ set, task, metric, value, rows: part.length })
    const answered = part.filter((each) => each.answered)
    figure('accuracy', accuracy(part))
    figure('macro-F1', macroF1(part))
    if (part.some(({ also }) => also.length > 0))
      figure(
        'named among several',
        part.filter(({ best, wanted, also }) => best === wanted || also.includes(best)).length / part.length,
      )
    if (head === 'urgency') figure('within one level', part.filter(isNear).length / part.length)
    figure('ECE', calibrationError(part))
    figure(`coverage at ${PRECISION}`, coverageAt(part, PRECISION))
    figure('answered', answered.length / part.length)
    figure('answered right', accuracy(answered))
  }
}

const LEVELS = ['low', 'normal', 'high', 'critical']
const isNear = ({ wanted, best }: Answer): boolean => Math.abs(LEVELS.indexOf(wanted) - LEVELS.indexOf(best)) <= 1

function measureRisks(set: string, rows: Row[], vectors: Float32Array[], heads: Heads, report: Report): void {
  const labelled = rows.flatMap((row, at) => (row.risk ? [{ row, vector: vectors[at] as Float32Array }] : []))
  for (const risk of labelled.length > 0 ? heads.labels('risk') : []) {
    const answers = labelled.map(({ row, vector }): Answer & { said: boolean } => {
      const language = row.lang ?? null
      const p = heads.scores('risk', vector, language).find(({ label }) => label === risk)?.p ?? 0
      const yes = p >= 0.5
      const said = p >= heads.answersFrom('risk', language)
      return { wanted: row.risk?.includes(risk) ? 'yes' : 'no', best: yes ? 'yes' : 'no', p: yes ? p : 1 - p, said }
    })
    const there = answers.filter(({ wanted }) => wanted === 'yes')
    const said = answers.filter((each) => each.said)
    const figure = (metric: string, value: number) =>
      report({ set, task: `head risk ${risk}`, metric, value, rows: answers.length })
    figure('recall', there.filter((each) => each.said).length / there.length)
    figure('precision', said.filter(({ wanted }) => wanted === 'yes').length / said.length)
    figure('ECE', calibrationError(answers))
  }
}
