/** A table on the screen, and one line of JSON a figure where a file is named. */
import { appendFileSync, writeFileSync } from 'node:fs'

export interface Figure {
  set: string
  task: string
  metric: string
  value: number
  rows: number
}

export type Report = (figure: Figure) => void

export function createReport(file: string | null): Report {
  if (file) writeFileSync(file, '')
  console.log(`${'set'.padEnd(28)}${'task'.padEnd(34)}${'metric'.padEnd(26)}${'value'.padStart(8)}${'rows'.padStart(8)}`)
  return (figure) => {
    const { set, task, metric, value, rows } = figure
    if (!Number.isFinite(value)) return
    console.log(
      `${set.padEnd(28)}${task.padEnd(34)}${metric.padEnd(26)}${value.toFixed(4).padStart(8)}${String(rows).padStart(8)}`,
    )
    if (file) appendFileSync(file, `${JSON.stringify({ set, task, metric, value: Number(value.toFixed(6)), rows })}\n`)
  }
}
