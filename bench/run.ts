/** `npm run bench -- NAME [--json FILE]`: measurements, never assertions. */
import { option } from './options'
import { createReport } from './report'

const BENCHES: Record<string, () => Promise<(report: ReturnType<typeof createReport>) => Promise<void>>> = {
  quality: async () => (await import('./quality')).quality,
  encoder: async () => (await import('./encoder')).encoderTimes,
  search: async () => (await import('./search/times')).searchTimes,
  'search-quality': async () => (await import('./search/quality')).searchQuality,
  'index-kills': async () => (await import('./search/kills')).indexKills,
  page: async () => (await import('./page-cost')).pageCost,
  open: async () => (await import('./open-ticket')).openTicketTimes,
  kills: async () => (await import('./proofs')).proof('kills'),
  switches: async () => (await import('./proofs')).proof('switches'),
  hostile: async () => (await import('./proofs')).proof('hostile'),
}

const [name = ''] = process.argv.slice(2)
const bench = BENCHES[name]
if (!bench) {
  console.error(`Usage: npm run bench -- NAME [--json FILE]\nNames: ${Object.keys(BENCHES).join(', ')}`)
  process.exit(1)
}
await (await bench())(createReport(option('json')))
