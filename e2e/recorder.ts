/** Where every host but the helpdesks leads in a test: a socket that records who was asked for and refuses. */
import { createServer, type Server } from 'node:net'

export interface Recorder {
  port: number
  /** Host names asked for, by anything but the browser's own services. */
  hosts: string[]
  close(): void
}

/** The browser itself looks for updates and accounts; no page and no extension can cause or stop these. */
const BROWSERS_OWN = /(?:^|\.)(?:googleapis\.com|accounts\.google\.com|gvt1\.com|gstatic\.com)$/

export function startRecorder(): Promise<Recorder> {
  const hosts: string[] = []
  const server: Server = createServer((socket) => {
    socket.once('data', (bytes: Buffer) => {
      const host = hostIn(bytes)
      if (!BROWSERS_OWN.test(host)) hosts.push(host)
      socket.destroy()
    })
    socket.on('error', () => socket.destroy())
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      resolve({ port, hosts, close: () => server.close() })
    })
  })
}

/** Server name of a TLS greeting (RFC 6066, extension 0) or the Host of a plain request. */
function hostIn(bytes: Buffer): string {
  if (bytes[0] !== 0x16) return /^host: *([^\s:]+)/im.exec(bytes.toString('latin1'))?.[1] ?? bytes.toString('latin1').slice(0, 80)
  let at = 43
  at += 1 + (bytes[at] ?? 0)
  at += 2 + bytes.readUInt16BE(at)
  at += 1 + (bytes[at] ?? 0)
  const end = Math.min(bytes.length, at + 2 + bytes.readUInt16BE(at))
  at += 2
  while (at + 4 <= end) {
    const type = bytes.readUInt16BE(at)
    const length = bytes.readUInt16BE(at + 2)
    if (type === 0) return bytes.toString('latin1', at + 9, at + 9 + bytes.readUInt16BE(at + 7))
    at += 4 + length
  }
  return 'a host that was not named'
}
