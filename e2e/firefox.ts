/** A Firefox with the built extension, driven over Marionette (length-prefixed JSON over TCP, Mozilla's remote protocol). */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const PLACES = ['/usr/bin/firefox', '/usr/bin/firefox-esr', '/Applications/Firefox.app/Contents/MacOS/firefox']
const MARIONETTE = 28_281

export const findFirefox = (): string | undefined => [process.env.OVERDESK_FIREFOX ?? '', ...PLACES].find(existsSync)

export interface Firefox {
  command(name: string, parameters?: object): Promise<{ value?: unknown }>
  close(): void
}

/** Starts a fresh profile in which the demo's host names lead to `port`, and installs the extension. */
export async function openFirefox(path: string, port: number): Promise<Firefox> {
  const profile = mkdtempSync(join(tmpdir(), 'overdesk-firefox-'))
  const preferences = {
    'network.dns.localDomains': 'acme.zendesk.com,acme.freshdesk.com',
    'network.socket.forcePort': `443=${port}`,
    'marionette.port': MARIONETTE,
    'remote.prefs.recommended': true,
  }
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`)
  writeFileSync(join(profile, 'user.js'), lines.join('\n'))
  const child = spawn(path, ['--headless', '--no-remote', '--marionette', '--profile', profile], { stdio: 'ignore' })
  const socket = await connect(Date.now() + 60_000)
  const waiting = new Map<number, (answer: [number, number, { message: string } | null, { value?: unknown }]) => void>()
  let bytes = Buffer.alloc(0)
  socket.on('data', (part: Buffer) => {
    bytes = Buffer.concat([bytes, part])
    for (;;) {
      const colon = bytes.indexOf(':')
      const end = colon + 1 + Number(bytes.subarray(0, colon).toString())
      if (colon < 0 || bytes.length < end) return
      const answer = JSON.parse(bytes.subarray(colon + 1, end).toString())
      bytes = bytes.subarray(end)
      if (Array.isArray(answer)) waiting.get(answer[1])?.(answer as never)
    }
  })
  let id = 0
  const command: Firefox['command'] = (name, parameters = {}) =>
    new Promise((done, failed) => {
      const text = JSON.stringify([0, ++id, name, parameters])
      waiting.set(id, ([, , error, result]) => (error ? failed(new Error(`${name}: ${error.message}`)) : done(result)))
      socket.write(`${Buffer.byteLength(text)}:${text}`)
    })
  await command('WebDriver:NewSession', { acceptInsecureCerts: true })
  await command('Addon:Install', { path: resolve('.output/firefox-mv3'), temporary: true })
  return {
    command,
    close() {
      socket.destroy()
      child.once('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }))
      child.kill()
    },
  }
}

async function connect(until: number): Promise<Socket> {
  for (;;) {
    const socket = createConnection(MARIONETTE, '127.0.0.1')
    const open = await new Promise<boolean>((done) => socket.once('connect', () => done(true)).once('error', () => done(false)))
    if (open) return socket
    if (Date.now() > until) throw new Error('Firefox does not answer')
    await new Promise((done) => setTimeout(done, 250))
  }
}
