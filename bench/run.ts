/** `npm run bench -- NAME [--json FILE]`: measurements, never assertions. */
import { createReport } from './report'

const BENCHES: Record<string, () => Promise<(report: ReturnType<typeof createReport>) => Promise<void>>> = {
  quality: async () => (await import('./quality')).quality,
  encoder: async () => (await import('./encoder')).encoderTimes,
  search: async () => (await import('./search')).searchTimes,
  page: async () => (await import('./page-cost')).pageCost,
  open: async () => (await import('./open-ticket')).openTicketTimes,
  kills: async () => (await import('./proofs')).proof('kills'),
  switches: async () => (await import('./proofs')).proof('switches'),
  hostile: async () => (await import('./proofs')).proof('hostile'),
}

const [name = ''] = process.argv.slice(2)
const at = process.argv.indexOf('--json')
const bench = BENCHES[name]
if (!bench) {
  console.error(`Usage: npm run bench -- NAME [--json FILE]\nNames: ${Object.keys(BENCHES).join(', ')}`)
  process.exit(1)
}
await (await bench())(createReport(at > 0 ? (process.argv[at + 1] ?? null) : null))
