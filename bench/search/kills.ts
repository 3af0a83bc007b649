/**
 * `npm run bench -- index-kills [--kills 500]`: kills the browser in the middle of changes to the index, opens it again and
 * compares what is searchable with what is stored. Every opening must agree.
 */
import { option } from '../options'
import type { Report } from '../report'
import { killAndOpen } from './kill-and-open'

export async function indexKills(report: Report): Promise<void> {
  const kills = Number(option('kills') ?? 500)
  const { inconsistent, changes, lost } = await killAndOpen(kills, (done) => {
    if (done % 50 === 0) console.error(`${done} kills`)
  })
  report({ figure: `inconsistent opens after ${kills} kills during updates (${changes} changes were kept)`, value: inconsistent, unit: 'opens' })
  report({ figure: `acknowledged changes lost in ${kills} kills`, value: lost, unit: 'changes' })
}
