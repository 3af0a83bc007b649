/** The browser tests at full length. Each ends with its own verdict; the figure is how many of them failed. */
import { spawnSync } from 'node:child_process'
import type { Report } from './report'

const PROOFS: Record<string, { file: string; env: Record<string, string>; figure: string }> = {
  kills: { file: 'e2e/worker-kills.test.ts', env: { OVERDESK_KILLS: '200' }, figure: 'failures in 200 worker kills' },
  switches: {
    file: 'e2e/switches.test.ts',
    env: { OVERDESK_SWITCHES: '200' },
    figure: 'failures in 200 switches on each helpdesk',
  },
  hostile: { file: 'e2e/hostile-text.test.ts', env: { OVERDESK_HOSTILE: '500' }, figure: 'failures in 500 hostile strings' },
}

export const proof = (name: keyof typeof PROOFS) => async (report: Report) => {
  const { file, env, figure } = PROOFS[name] as (typeof PROOFS)[string]
  const run = spawnSync('npx', ['vitest', 'run', '--project', 'browser', '--testTimeout', '3600000', file], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  report({ figure, value: run.status === 0 ? 0 : 1, unit: 'failed runs' })
}
