/** The demo helpdesk: one HTTPS server that is `acme.zendesk.com` and `acme.freshdesk.com`, by the host name asked for. */
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { generate } from 'selfsigned'
import { createFaults } from './faults'
import { createFreshdeskApi } from './freshdesk/api'
import { type DemoAnswer, type DemoRequest, json } from './http'
import { pageHtml } from './page'
import { sanitise } from './sanitise'
import { createState } from './state'
import { createZendeskApi } from './zendesk/api'

const HOSTS = { 'acme.zendesk.com': 'zendesk', 'acme.freshdesk.com': 'freshdesk' } as const
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-src 'none'"

export interface DemoOptions {
  port?: number
}

/** Starts the server on loopback. `close` ends open connections too. */
export async function startDemo(options: DemoOptions = {}) {
  const state = createState()
  const faults = createFaults()
  const apis = { zendesk: createZendeskApi(state), freshdesk: createFreshdeskApi(state) }
  const [certificate, files] = await Promise.all([
    generate([{ name: 'commonName', value: 'acme.zendesk.com' }], { keyType: 'ec' }),
    bundle(),
  ])

  async function answer(host: string, request: DemoRequest): Promise<DemoAnswer | 'hang'> {
    const helpdesk = HOSTS[host as keyof typeof HOSTS]
    if (!helpdesk) return { status: 421, type: 'text/plain', body: 'no such host' }
    const fault = faults.take(host, request.path)
    if (fault?.kind === 'hang') return 'hang'
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms ?? 1000))
    if (fault?.kind === 'status') return json({ error: 'fault' }, fault.status ?? 500)
    if (fault?.kind === 'rate-limit')
      return { status: 429, type: 'text/plain', body: 'Too many requests', headers: { 'retry-after': '1' } }
    if (fault?.kind === 'html')
      return { status: 200, type: 'text/html', body: '<!doctype html><title>Sign in</title><form></form>' }
    if (request.path.startsWith('/api/')) return apis[helpdesk](request)
    const file = files.get(request.path)
    if (file) return file
    if (request.path === '/demo/tickets') return json(ticketList(helpdesk))
    const shown = /^\/demo\/tickets\/(\d+)$/.exec(request.path)
    if (shown) return json({ ...shownTicket(helpdesk, Number(shown[1])), delayMs: faults.paneDelayMs })
    if (request.path.startsWith('/agent') || request.path.startsWith('/a/'))
      return { status: 200, type: 'text/html; charset=utf-8', body: pageHtml(helpdesk) }
    return json({}, 404)
  }

  const ticketList = (helpdesk: 'zendesk' | 'freshdesk') =>
    [...state.desks[helpdesk].tickets.values()].map(({ id, subject, status, requester, messaging }) => ({
      id,
      subject,
      status,
      name: requester.name,
      messaging,
    }))

  /** What the page draws; bodies are cleaned as the vendor would. */
  function shownTicket(helpdesk: 'zendesk' | 'freshdesk', id: number) {
    const ticket = state.desks[helpdesk].tickets.get(id)
    if (!ticket) return { missing: true }
    return { ...ticket, comments: ticket.comments.map((comment) => ({ ...comment, html: sanitise(comment.html) })) }
  }

  const server = createServer({ key: certificate.private, cert: certificate.cert }, (incoming, outgoing) => {
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('end', async () => {
      const url = new URL(incoming.url ?? '/', 'https://demo')
      const host = (incoming.headers.host ?? '').replace(/:\d+$/, '')
      const request: DemoRequest = {
        method: incoming.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        body: parseBody(Buffer.concat(parts).toString('utf8')),
      }
      const answered = await answer(host, request).catch((error) => json({ error: String(error) }, 500))
      if (answered === 'hang') {
        state.requests.push({ host, method: request.method, path: url.pathname + url.search, status: 0 })
        return
      }
      state.requests.push({ host, method: request.method, path: url.pathname + url.search, status: answered.status })
      outgoing.writeHead(answered.status, {
        'content-type': answered.type,
        'cache-control': 'no-store',
        ...(answered.type.startsWith('text/html') ? { 'content-security-policy': CSP, 'x-frame-options': 'SAMEORIGIN' } : {}),
        ...answered.headers,
      })
      outgoing.end(answered.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    state,
    faults,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function parseBody(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return null
  }
}

/** The pages' scripts with the real editors in them. */
async function bundle(): Promise<Map<string, DemoAnswer>> {
  const result = await build({
    entryPoints: {
      zendesk: fileURLToPath(new URL('./zendesk/client.ts', import.meta.url)),
      freshdesk: fileURLToPath(new URL('./freshdesk/client.ts', import.meta.url)),
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    outdir: '/demo',
    loader: { '.svg': 'dataurl', '.woff': 'dataurl', '.ttf': 'dataurl', '.eot': 'dataurl' },
    logLevel: 'error',
  })
  return new Map(
    result.outputFiles.map((file) => [
      `/demo/${file.path.split(/[\\/]/).at(-1)}`,
      {
        status: 200,
        type: file.path.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
        body: file.contents,
      },
    ]),
  )
}
