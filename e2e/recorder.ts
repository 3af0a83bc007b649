/** Where every host but the helpdesks leads in a test: a socket that records who came and refuses. */
import { createServer, type Server } from 'node:net'

export interface Recorder {
  port: number
  /** First bytes of every connection: the host name asked for stands in the TLS greeting or the request line. */
  connections: string[]
  close(): void
}

export function startRecorder(): Promise<Recorder> {
  const connections: string[] = []
  const server: Server = createServer((socket) => {
    socket.once('data', (bytes) => {
      connections.push(bytes.toString('latin1').replace(/[^\x20-\x7e]+/g, ' '))
      socket.destroy()
    })
    socket.on('error', () => socket.destroy())
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      resolve({ port, connections, close: () => server.close() })
    })
  })
}
