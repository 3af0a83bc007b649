/** Prints figures, or writes them as lines of JSON with `--json FILE`. */
import { appendFileSync, writeFileSync } from 'node:fs'

export interface Figure {
  figure: string
  value: number
  unit: string
  /** What it is compared with: a peer measured in the same run, or a limit. */
  peer?: number
  ratio?: number
}

export function createReport(file: string | null) {
  if (file) writeFileSync(file, '')
  return (figure: Figure): void => {
    const { value, unit, peer } = figure
    const ratio = peer === undefined ? undefined : value / peer
    const round = (number: number) => Number(number.toPrecision(4))
    console.log(
      `${figure.figure}: ${round(value)} ${unit}${peer === undefined ? '' : ` (against ${round(peer)}: ${round(ratio ?? 0)}×)`}`,
    )
    if (file)
      appendFileSync(
        file,
        `${JSON.stringify({ figure: figure.figure, value, unit, peer: peer ?? null, ratio: ratio ?? null })}\n`,
      )
  }
}

export type Report = ReturnType<typeof createReport>

export const percentile = (values: number[], share: number): number => {
  const sorted = values.slice().sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
