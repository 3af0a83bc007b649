/** `npm test`: builds the extension, checks it, runs every test and ends with one line that counts. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Report {
  numPassedTests: number
  numFailedTests: number
}

const run = (command: string, args: string[]) =>
  spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status ?? 1

let failed = 0
let passed = 0
const count = (status: number) => {
  if (status === 0) passed++
  else failed++
}

const checks: [string, string[]][] = [
  ['npx', ['wxt', 'prepare']],
  ['npx', ['biome', 'ci', '.']],
  ['npx', ['tsc', '--noEmit']],
  ['npx', ['wxt', 'build', '-b', 'firefox', '--mv3']],
  ['npx', ['wxt', 'build']],
]
for (const [command, args] of checks) count(run(command, args))

const reportFile = join(mkdtempSync(join(tmpdir(), 'overdesk-')), 'report.json')
const status = run('npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`])
try {
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report
  passed += report.numPassedTests
  failed += report.numFailedTests
  if (status !== 0 && report.numFailedTests === 0) failed++
} catch {
  failed++
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
