/** Whole-browser tests run on the built extension; build it when it is not there. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from '../demo/find-chromium'

export default function setup(): void {
  findChromium()
  if (!existsSync('.output/chrome-mv3/manifest.json')) execFileSync('npx', ['wxt', 'build'], { stdio: 'inherit' })
}
