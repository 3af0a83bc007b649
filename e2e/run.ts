/**
 * `npm test`: lint and every test that can run, ending with one line that counts. The build, type check and browser
 * project join when the adapters, panel, knowledge and demo server are there: the entry points import them already.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Report {
  numPassedTests: number
  numFailedTests: number
  success: boolean
}

const run = (command: string, args: string[]) =>
  spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status ?? 1

const checks: [string, string[]][] = [['npx', ['biome', 'ci', '.']]]
let failed = 0
let passed = 0
for (const [command, args] of checks) {
  if (run(command, args) === 0) passed++
  else failed++
}
const reportFile = join(mkdtempSync(join(tmpdir(), 'overdesk-')), 'report.json')
const status = run('npx', [
  'vitest',
  'run',
  '--project',
  'unit',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportFile}`,
])
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
