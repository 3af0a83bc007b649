/**
 * Finds a Chromium that loads unpacked extensions, or installs one. Branded Chrome no longer takes `--load-extension`,
 * so only Chromium and Chrome for Testing count.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  `${process.env.LOCALAPPDATA ?? ''}\\Chromium\\Application\\chrome.exe`,
]

/** Path of a Chromium; `OVERDESK_CHROMIUM` wins. Throws with what was tried when none can be had. */
export function findChromium(): string {
  const found = look()
  if (found) return found
  console.log('No Chromium found: installing one.')
  const tried = [install('npx', ['playwright-core', 'install', 'chromium'])]
  if (!look() && process.platform === 'linux' && process.getuid?.() === 0) {
    tried.push(
      install('apt-get', ['update']),
      install('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']),
    )
  }
  const installed = look()
  if (installed) return installed
  throw new Error(`No Chromium. Install it, or set OVERDESK_CHROMIUM to its path. Tried:\n${tried.join('\n')}`)
}

function look(): string | null {
  const named = process.env.OVERDESK_CHROMIUM
  if (named) return existsSync(named) ? named : null
  return [...KNOWN, chromium.executablePath()].find((path) => path && existsSync(path)) ?? null
}

function install(command: string, args: string[]): string {
  const { status } = spawnSync(command, args, { stdio: 'inherit', timeout: 600_000, shell: process.platform === 'win32' })
  return `${command} ${args.join(' ')}: ${status === 0 ? 'done' : 'failed'}`
}
