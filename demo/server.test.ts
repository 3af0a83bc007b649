import { request } from 'node:https'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startDemo } from './server'
import type { Helpdesk } from './state'

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
  json: any
}

let demo: Awaited<ReturnType<typeof startDemo>>
beforeAll(async () => {
  demo = await startDemo()
})
afterAll(() => demo?.close())
afterEach(() => {
  demo.faults.clear()
  demo.state.setSignedOut(false)
})

function ask(helpdesk: Helpdesk, path: string, send?: { method: string; body: unknown; token?: string }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port: demo.port,
        path,
        method: send?.method ?? 'GET',
        rejectUnauthorized: false,
        timeout: 3_000,
        headers: {
          host: `acme.${helpdesk}.com`,
          'content-type': 'application/json',
          ...(send?.token && { 'x-csrf-token': send.token }),
        },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part) => {
          text += part
        })
        response.on('end', () => {
          const isJson = response.headers['content-type']?.startsWith('application/json')
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: isJson ? JSON.parse(text) : null })
        })
      },
    )
    call.on('timeout', () => call.destroy(new Error('timeout')))
    call.on('error', reject)
    call.end(send ? JSON.stringify(send.body) : undefined)
  })
}

async function tokenOf(helpdesk: Helpdesk): Promise<string> {
  if (helpdesk === 'zendesk') return (await ask('zendesk', '/api/v2/users/me.json')).json.user.authenticity_token
  return (await ask('freshdesk', '/api/_/bootstrap/me')).json.meta.csrf_token
}

/** One public reply, as the page of that helpdesk sends it. */
function reply(helpdesk: Helpdesk, id: number, html: string, token?: string): Promise<Answer> {
  return helpdesk === 'zendesk'
    ? ask(helpdesk, `/api/v2/tickets/${id}.json`, {
        method: 'PUT',
        body: { ticket: { comment: { html_body: html, public: true } } },
        token,
      })
    : ask(helpdesk, `/api/_/tickets/${id}/reply`, { method: 'POST', body: { body: html }, token })
}

const READ = { zendesk: '/api/v2/tickets/101.json', freshdesk: '/api/_/tickets/101' } as const

describe.each(['zendesk', 'freshdesk'] as const)('%s', (helpdesk) => {
  const count = (id: number) => demo.state.comments(helpdesk, id).length

  it('serves its page under a strict policy', async () => {
    const page = await ask(helpdesk, helpdesk === 'zendesk' ? '/agent/tickets/101' : '/a/tickets/101')
    expect(page.status).toBe(200)
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-src 'none'")
    for (const [, asset] of page.text.matchAll(/(?:src|href)="([^"]+)"/g))
      expect((await ask(helpdesk, asset ?? '')).status).toBe(200)
  })

  it('refuses writes without the token and takes them with it', async () => {
    const before = count(110)
    for (const token of [undefined, 'wrong']) {
      const refused = await reply(helpdesk, 110, '<p>Hello</p>', token)
      expect(refused.status).toBe(helpdesk === 'zendesk' ? 403 : 401)
    }
    expect(count(110)).toBe(before)
    const taken = await reply(helpdesk, 110, '<p>Hello <b onclick="x()">you</b></p><script>x()</script>', await tokenOf(helpdesk))
    expect([200, 201]).toContain(taken.status)
    expect(count(110)).toBe(before + 1)
    expect(demo.state.comments(helpdesk, 110).at(-1)).toMatchObject({
      role: 'agent',
      public: true,
      html: '<p>Hello <b>you</b></p>',
    })
  })

  it('answers 401 to who is signed out', async () => {
    demo.state.setSignedOut(true)
    expect((await ask(helpdesk, READ[helpdesk])).status).toBe(401)
    demo.state.setSignedOut(false)
    expect((await ask(helpdesk, READ[helpdesk])).status).toBe(200)
  })

  it('answers 404 to a ticket that is not there', async () => {
    expect((await ask(helpdesk, READ[helpdesk].replace('101', '999999'))).status).toBe(404)
  })

  it('puts faults in the way as often as told', async () => {
    const { faults } = demo
    const host = `acme.${helpdesk}.com`
    const read = () => ask(helpdesk, READ[helpdesk])
    faults.add({ host, path: /tickets\/101/, times: 2, kind: 'rate-limit' })
    for (let i = 0; i < 2; i++) expect(await read()).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
    expect((await read()).status).toBe(200)
    faults.add({ path: /tickets\/101/, times: 1, kind: 'status', status: 503 })
    expect((await read()).status).toBe(503)
    faults.add({ path: /tickets\/101/, times: 1, kind: 'html' })
    expect(await read()).toMatchObject({ status: 200, json: null })
    faults.add({ path: /tickets\/101/, times: 1, kind: 'delay', ms: 200 })
    const started = Date.now()
    await read()
    expect(Date.now() - started).toBeGreaterThanOrEqual(190)
    faults.add({ path: /tickets\/101/, times: 1, kind: 'hang' })
    await expect(read()).rejects.toThrow('timeout')
    faults.add({ host: 'acme.elsewhere.com', path: /tickets\/101/, times: 1, kind: 'status' })
    expect((await read()).status).toBe(200)
  })

  it('records what was asked', async () => {
    const from = demo.state.requests.length
    await ask(helpdesk, `${READ[helpdesk]}?include=x`)
    expect(demo.state.requests.slice(from)).toEqual([
      { host: `acme.${helpdesk}.com`, method: 'GET', path: `${READ[helpdesk]}?include=x`, status: 200 },
    ])
  })
})

describe('zendesk', () => {
  it('says who is anonymous with 200', async () => {
    demo.state.setSignedOut(true)
    const { status, json } = await ask('zendesk', '/api/v2/users/me.json')
    expect(status).toBe(200)
    expect(json.user).toMatchObject({ id: null, name: 'Anonymous user' })
    expect(json.user.authenticity_token).toBeUndefined()
  })

  it('refuses a safe update of what has changed', async () => {
    const token = await tokenOf('zendesk')
    const stamp = (await ask('zendesk', '/api/v2/tickets/111.json')).json.ticket.updated_at
    const update = (updated_stamp: string) =>
      ask('zendesk', '/api/v2/tickets/111.json', {
        method: 'PUT',
        token,
        body: { ticket: { safe_update: true, updated_stamp, comment: { html_body: '<p>Note</p>', public: false } } },
      })
    demo.state.addCommentFromRequester('zendesk', 111, '<p>One more thing</p>')
    const before = demo.state.comments('zendesk', 111).length
    expect((await update(stamp)).status).toBe(409)
    expect(demo.state.comments('zendesk', 111)).toHaveLength(before)
    expect((await update((await ask('zendesk', '/api/v2/tickets/111.json')).json.ticket.updated_at)).status).toBe(200)
    expect(demo.state.comments('zendesk', 111).at(-1)).toMatchObject({ public: false, html: '<p>Note</p>' })
  })

  it('gives comments and articles in pages, none twice', async () => {
    for (let i = 0; i < 5; i++) demo.state.addCommentFromRequester('zendesk', 112, `<p>${i}</p>`)
    expect(await all('/api/v2/tickets/112/comments.json', 'comments', 2)).toEqual(
      demo.state.comments('zendesk', 112).map((each) => each.id),
    )
    const held = [...demo.state.desks.zendesk.articles.values()]
    for (const locale of ['en-us', 'zh-cn']) {
      const ids = await all(`/api/v2/help_center/${locale}/articles.json`, 'articles', 10)
      const own = held.filter((each) => each.locale === locale).map((each) => each.id)
      expect(ids.toSorted()).toEqual(own.toSorted())
    }
  })

  it('names section and category of every article, and who may see it', async () => {
    const id = demo.state.addArticle('zendesk', { title: 'New', html: '<p>New</p>', section: 'Quite new', visibility: 'agents' })
    const base = '/api/v2/help_center/en-us'
    const [articles, sections, categories] = await Promise.all([
      ask('zendesk', `${base}/articles.json?page[size]=100`),
      ask('zendesk', `${base}/sections.json?per_page=100&page=1`),
      ask('zendesk', `${base}/categories.json?per_page=100&page=1`),
    ])
    const categoryOf = new Map(
      sections.json.sections.map((each: { id: number; category_id: number }) => [each.id, each.category_id]),
    )
    const known = new Set(categories.json.categories.map((each: { id: number }) => each.id))
    for (const article of articles.json.articles) expect(known).toContain(categoryOf.get(article.section_id))
    expect(articles.json.articles.find((each: { id: number }) => each.id === id).user_segment_id).toBe(502)
    expect((await ask('zendesk', `${base}/sections.json?per_page=100&page=2`)).json).toMatchObject({
      sections: [],
      next_page: null,
    })
  })

  async function all(path: string, name: string, size: number): Promise<number[]> {
    const ids: number[] = []
    for (let after = ''; ; ) {
      const { json } = await ask('zendesk', `${path}?page[size]=${size}${after && `&page[after]=${encodeURIComponent(after)}`}`)
      expect(json[name].length).toBeLessThanOrEqual(size)
      ids.push(...json[name].map((each: { id: number }) => each.id))
      if (!json.meta.has_more) return ids
      expect(json.links.next).toContain('page%5Bafter%5D=')
      after = json.meta.after_cursor
    }
  }
})

describe('freshdesk', () => {
  it('gives conversations in pages, without the description', async () => {
    for (let i = 0; i < 4; i++) demo.state.addCommentFromRequester('freshdesk', 112, `<p>${i}</p>`)
    const held = demo.state.comments('freshdesk', 112)
    const ids: number[] = []
    for (let page = 1; ; page++) {
      const { json } = await ask('freshdesk', `/api/_/tickets/112/conversations?per_page=2&page=${page}&order_type=asc`)
      ids.push(...json.conversations.map((each: { id: number }) => each.id))
      expect(json.meta.count).toBe(held.length - 1)
      if (json.conversations.length < 2) break
    }
    expect(ids).toEqual(held.slice(1).map((each) => each.id))
    expect((await ask('freshdesk', '/api/_/tickets/112')).json.ticket.description).toBe(held[0]?.html)
  })

  it('counts the public API and not the private one', async () => {
    const left = async (path: string) => Number((await ask('freshdesk', path)).headers['x-ratelimit-remaining'])
    const before = await left('/api/v2/tickets/101')
    expect(await left('/api/_/tickets/101')).toBeNaN()
    expect(await left('/api/v2/tickets/101')).toBe(before - 1)
  })

  it('gives every article through categories and folders', async () => {
    const seen: number[] = []
    for (const language of ['', '/zh-CN']) {
      for (const category of (await ask('freshdesk', `/api/v2/solutions/categories${language}`)).json) {
        for (const folder of (await ask('freshdesk', `/api/v2/solutions/categories/${category.id}/folders${language}`)).json) {
          for (let page = 1; ; page++) {
            const path = `/api/v2/solutions/folders/${folder.id}/articles${language}?per_page=3&page=${page}`
            const { json, headers } = await ask('freshdesk', path)
            seen.push(...json.map((each: { id: number }) => each.id))
            for (const article of json) expect(article.folder_visibility).toBe(folder.visibility)
            if (!headers.link) break
          }
        }
      }
    }
    expect(seen.toSorted()).toEqual([...demo.state.desks.freshdesk.articles.keys()].toSorted())
  })
})
