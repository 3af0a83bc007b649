/** The agent interface as Freshdesk draws it: the details pane is made anew for each ticket; the composer opens on demand with Froala. */
import FroalaEditor from 'froala-editor'
import 'froala-editor/js/plugins/lists.min.js'
import 'froala-editor/js/plugins/link.min.js'
import 'froala-editor/css/froala_editor.pkgd.min.css'
import { cleaned, el, getJson, type Listed, recordKeys, type Shown, shortTime } from '../dom'
import './style.css'

type Mode = 'reply' | 'note'
interface Froala {
  html: { get(): string; set(html: string): void }
  destroy(): void
}

const wrapper = el('div', { class: 'app-main-wrapper' })
const number = el('span', { class: 'breadcrumb__item active' })
const home = el('div', { class: 'home' }, el('h1', {}, 'Dashboard'))
let list: Listed[] = []
let shown: { id: number; refresh(): Promise<void>; close(): void } | null = null
let round = 0

const idInUrl = () => Number(/^\/a\/tickets\/(\d+)/.exec(location.pathname)?.[1] ?? 0)

async function start(): Promise<void> {
  recordKeys()
  list = await getJson<Listed[]>('/demo/tickets')
  document.body.append(
    el(
      'header',
      { class: 'header-primary' },
      el('b', {}, 'Acme'),
      el(
        'div',
        { 'data-test-title': 'main-title', class: 'breadcrumb-title' },
        el('a', { href: '/a/dashboard' }, 'All unresolved tickets'),
      ),
      number,
    ),
    el('div', { class: 'columns' }, ticketList(), wrapper),
    el('div', { id: 'ember-basic-dropdown-wormhole' }),
  )
  addEventListener('popstate', () => void show())
  setInterval(() => void shown?.refresh(), 1000)
  void show()
}

function ticketList(): HTMLElement {
  const items = list.map((each) =>
    el(
      'li',
      {},
      el(
        'a',
        { href: `/a/tickets/${each.id}`, 'data-ticket-link': each.id, onclick: (event: Event) => go(event, each.id) },
        el('span', { class: 'who' }, each.name),
        el('span', {}, each.subject),
      ),
    ),
  )
  return el('aside', { class: 'views', 'aria-label': 'Tickets' }, el('ul', {}, ...items))
}

function go(event: Event, id: number): void {
  event.preventDefault()
  if (idInUrl() !== id) history.pushState(null, '', `/a/tickets/${id}`)
  void show()
}

/** The old ticket's pane stays until the new one is there, then everything inside is replaced. */
async function show(): Promise<void> {
  const id = idInUrl()
  const mine = ++round
  if (id === 0) {
    shown?.close()
    shown = null
    number.textContent = ''
    wrapper.replaceChildren(home)
    return
  }
  const ticket = await getJson<Shown>(`/demo/tickets/${id}`)
  if (ticket.delayMs) await new Promise((resolve) => setTimeout(resolve, ticket.delayMs))
  if (mine !== round) return
  shown?.close()
  number.textContent = String(id)
  document.title = `[#${id}] ${ticket.subject} : Acme Home`
  shown = draw(ticket)
}

function draw(ticket: Shown) {
  const thread = el('div', { class: 'tickets-conversation-pane' })
  const composer = makeComposer(ticket)
  const bar = el(
    'section',
    { id: 'mainactionbar' },
    el(
      'div',
      { class: 'page-actions__left' },
      el(
        'div',
        { class: 'reply-bar-wrapper-top' },
        el('button', { type: 'button', 'data-test-email-action': 'reply', onclick: () => composer.open('reply') }, 'Reply'),
      ),
      el(
        'button',
        { type: 'button', 'data-test-id': 'add-note', 'data-test-note-action': 'add', onclick: () => composer.open('note') },
        'Add note',
      ),
      el('button', { type: 'button', 'data-test-actions': 'forward' }, 'Forward'),
    ),
  )
  const [first, ...rest] = ticket.comments
  thread.append(
    el(
      'div',
      { class: 'ticket-header' },
      el(
        'h2',
        { class: 'ticket-subject-heading' },
        ticket.subject,
        el('button', { type: 'button', 'data-test-id': 'add-summary-button' }, 'Add AI summary'),
      ),
      el('div', { class: 'ticket-header-end' }),
    ),
    el(
      'div',
      { class: 'ticket-details__item ticket-details__requestor', 'data-test-id': 'ticket-description' },
      el(
        'div',
        { class: 'requestor-wrap', 'data-album': `ticket_${ticket.id}` },
        el(
          'div',
          { class: 'ticket-details__item__header' },
          sender(ticket.requester.name, 'reported via email'),
          time(ticket.createdAt),
        ),
        el(
          'div',
          { class: 'ticket-details__item__content' },
          cleaned(first?.html ?? '', { id: 'ticket_original_request', class: 'text__content' }),
        ),
      ),
    ),
    ...rest.map(item),
    el('div', { class: 'ticket-details__item rich-editor' }, composer.root),
  )
  const property = (name: string, label: string, value: string) =>
    el(
      'div',
      { 'data-test-id': `tkt-properties-${name}` },
      el('label', { class: 'label-field', title: label }, label),
      el(
        'div',
        { class: 'ember-power-select-trigger' },
        el('span', { class: 'ember-power-select-selected-item' }, value || '--'),
      ),
    )
  const properties = el(
    'aside',
    { class: 'ticket-properties-wrapper', 'data-test-id': 'ticket-properties-sticky' },
    property('status', 'Status', ticket.status),
    property('priority', 'Priority', ticket.priority ?? ''),
    property('group', 'Group', ticket.group ?? ''),
    property('cf_order_number', 'Order number', ticket.fields.order_number ?? ''),
    el(
      'div',
      { 'data-test-id': 'new-ticket-tags' },
      ...ticket.tags.map((tag) =>
        el('li', { class: 'ember-power-select-multiple-option' }, el('span', { class: 'tag-options' }, tag)),
      ),
    ),
  )
  wrapper.replaceChildren(
    el('div', { id: 'ticket-details' }, bar, el('div', { class: 'ticket-details-wrapper' }, thread, properties)),
  )
  return {
    id: ticket.id,
    close: composer.close,
    async refresh() {
      const now = await getJson<Shown>(`/demo/tickets/${ticket.id}`)
      for (const comment of now.comments.slice(1)) {
        if (!thread.querySelector(`[data-album="note_${comment.id}"]`))
          thread.insertBefore(item(comment), thread.lastElementChild)
      }
    },
  }
}

const sender = (name: string, what: string) =>
  el(
    'span',
    { class: 'sender-info' },
    el('a', { 'data-test-id': 'user-name' }, el('b', {}, name)),
    el('span', { 'data-test-id': 'conversation-status' }, ` ${what}`),
  )
const time = (iso: string) => el('span', { 'data-test-id': 'time-info', 'aria-label': iso }, shortTime(iso))

function item(comment: Shown['comments'][number]): HTMLElement {
  const kind = comment.public ? (comment.role === 'requester' ? 'ticket-details__requestor' : '') : 'ticket-details__privatenote'
  return el(
    'div',
    { class: `ticket-details__item ${kind}` },
    el(
      'div',
      { 'data-test-id': 'conversation-wrapper', 'data-album': `note_${comment.id}` },
      el(
        'div',
        { class: 'conversation-header', 'data-test-id': `conversation-${comment.id}` },
        sender(comment.author, comment.public ? 'replied' : 'added a private note'),
        comment.role === 'agent' && el('i', { 'data-test-is-agent': true }),
        time(comment.createdAt),
      ),
      el(
        'div',
        { 'data-test-id': 'conversation-content-wrapper' },
        el(
          'div',
          { 'data-test-id': 'conversation-content' },
          el(
            'div',
            { 'data-test-conversation': 'conversation-text' },
            cleaned(comment.html, { class: 'ticket_note', 'data-note-id': comment.id }),
          ),
        ),
      ),
    ),
  )
}

function makeComposer(ticket: Shown) {
  const root = el('div')
  let editor: Froala | null = null
  let opening: Mode | null = null

  function close(): void {
    editor?.destroy()
    editor = null
    opening = null
    const reply = el(
      'button',
      {
        type: 'button',
        'data-test-id': 'ticket-action-reply',
        'data-test-email-action-btn': 'reply',
        onclick: () => open('reply'),
      },
      'Reply',
    )
    const note = el('button', { type: 'button', 'data-test-email-action-btn': 'note', onclick: () => open('note') }, 'Add note')
    root.replaceChildren(
      el(
        'div',
        { class: 'reply-bar-wrapper' },
        el(
          'ul',
          { class: 'reply-bar' },
          el('li', { class: 'reply-bar__item' }, reply),
          el('li', { class: 'reply-bar__item' }, note),
        ),
      ),
    )
  }

  /** The composer is there a moment after the click, with the signature in a reply. */
  function open(mode: Mode): void {
    if (opening === mode) return
    const before = editor?.html.get() ?? ''
    editor?.destroy()
    editor = null
    opening = mode
    setTimeout(() => {
      if (opening !== mode) return
      const tab = (own: Mode, label: string) =>
        el(
          'button',
          {
            type: 'button',
            class: `ticket-action-button${own === mode ? ' active' : ''}`,
            'data-test-id': `ticket-action-${own}`,
            'data-test-email-action-btn': own,
            'aria-pressed': String(own === mode),
            onclick: () => open(own),
          },
          label,
        )
      const box = el('div', { class: 'editor-box' })
      const send = el(
        'button',
        { type: 'button', id: 'send-and-set', class: 'reply-btn', onclick: () => void save(mode) },
        mode === 'note' ? 'Add note' : 'Send',
      )
      root.replaceChildren(
        el('div', { class: 'ticket-actions-list' }, tab('reply', 'Reply'), tab('note', 'Note')),
        mode === 'note' ? el('div', { 'data-test-notify-to': true }, 'Notify to:') : '',
        box,
        el('div', { class: 'ticket-editor__footer' }, el('div', { class: 'reply-btn-wrapper' }, send)),
      )
      const Constructor = FroalaEditor as unknown as new (target: Element, options: object, ready: () => void) => Froala
      editor = new Constructor(box, { attribution: false, heightMin: 120, toolbarButtons: [], quickInsertEnabled: false }, () => {
        const signature = mode === 'reply' ? '<p><br></p><div class="signature">Ana Agent<br>Acme Home</div>' : ''
        editor?.html.set(before || signature)
      })
    }, 250)
  }

  async function save(mode: Mode): Promise<void> {
    const html = editor?.html.get() ?? ''
    const { meta } = await getJson<{ meta: { csrf_token: string } }>('/api/_/bootstrap/me')
    const response = await fetch(`/api/_/tickets/${ticket.id}/${mode === 'note' ? 'notes' : 'reply'}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': meta.csrf_token },
      body: JSON.stringify({ body: html, private: mode === 'note' }),
    })
    if (!response.ok) return
    close()
    await shown?.refresh()
  }
  close()
  return { root, open, close }
}

void start()
