/** The agent interface as Zendesk draws it: header tabs, panes that stay mounted, conversation, composer with CKEditor 5. */
import { Bold, ClassicEditor, Essentials, Italic, Link, List, Paragraph, Undo } from 'ckeditor5'
import 'ckeditor5/ckeditor5.css'
import { cleaned, el, getJson, type Listed, recordKeys, type Shown, shortTime } from '../dom'
import './style.css'

type Channel = 'web' | 'internal' | 'native_messaging'
const LABELS: Record<Channel, string> = { web: 'Public reply', internal: 'Internal note', native_messaging: 'Messaging' }

interface Pane {
  root: HTMLElement
  refresh(): Promise<void>
}

const panes = new Map<number, Promise<Pane>>()
const tabs = el('nav', { 'data-test-id': 'header-tablist', 'aria-label': 'Tickets' })
const main = el('main', { id: 'main_panes', 'data-garden-id': 'navigation.main' })
const home = el('div', { class: 'home' }, el('h1', {}, 'Dashboard'))
let list: Listed[] = []

const idInUrl = () => Number(/^\/agent\/tickets\/(\d+)/.exec(location.pathname)?.[1] ?? 0)

async function start(): Promise<void> {
  recordKeys()
  list = await getJson<Listed[]>('/demo/tickets')
  const theme = el('button', { type: 'button', 'data-test-id': 'theme', onclick: switchTheme }, 'Theme')
  const profile = el(
    'button',
    { type: 'button', 'data-test-id': 'toolbar-profile-menu-button', 'aria-label': 'Profile' },
    el('figcaption', { 'aria-label': 'online' }, 'AA'),
  )
  document.body.append(
    el('header', { 'data-test-id': 'header-toolbar' }, el('b', { class: 'logo' }, 'Acme'), tabs, theme, profile),
    el('div', { class: 'columns' }, ticketList(), main),
  )
  main.append(home)
  addEventListener('popstate', show)
  setInterval(() => void current()?.then((pane) => pane.refresh()), 1000)
  show()
}

function ticketList(): HTMLElement {
  const items = list.map((each) =>
    el(
      'li',
      {},
      el(
        'a',
        { href: `/agent/tickets/${each.id}`, 'data-ticket-link': each.id, onclick: (event: Event) => go(event, each.id) },
        el('span', { class: 'who' }, each.name),
        el('span', {}, each.subject),
      ),
    ),
  )
  return el('aside', { class: 'views', 'aria-label': 'View' }, el('h2', {}, 'Your unsolved tickets'), el('ul', {}, ...items))
}

function go(event: Event, id: number): void {
  event.preventDefault()
  if (idInUrl() !== id) history.pushState(null, '', `/agent/tickets/${id}`)
  show()
}

const current = () => panes.get(idInUrl())

function show(): void {
  const id = idInUrl()
  home.hidden = id !== 0
  if (id === 0) {
    mark(0)
    return
  }
  const known = panes.get(id)
  const pane = known ?? makePane(id)
  panes.set(id, pane)
  addTab(id)
  // A pane that is new comes late; until then the old one stays, marked as inactive a moment after the address changed.
  void pane.then(() => idInUrl() === id && mark(id))
  if (!known) mark(id)
}

function addTab(id: number): void {
  if (tabs.querySelector(`[data-entity-id="${id}"]`)) return
  const listed = list.find((each) => each.id === id)
  const title = (listed?.messaging ? listed.name : listed?.subject) ?? `#${id}`
  tabs.append(
    el(
      'a',
      {
        'data-test-id': 'header-tab',
        role: 'tab',
        href: `/agent/tickets/${id}`,
        'data-entity-id': id,
        'data-entity-type': 'TICKET_ENTITY_TYPE',
        'data-is-chat': String(listed?.messaging ?? false),
        onclick: (event: Event) => go(event, id),
      },
      el('div', { 'data-test-id': 'header-tab-title', title }, title),
      el('div', { 'data-test-id': 'header-tab-subtitle' }, el('span', {}, `#${id}`)),
    ),
  )
}

/** Everything stays mounted: what is hidden keeps its box. */
function mark(id: number): void {
  for (const tab of tabs.querySelectorAll<HTMLElement>('[data-test-id="header-tab"]')) {
    const selected = Number(tab.dataset.entityId) === id
    tab.dataset.entityIsSelected = String(selected)
    tab.setAttribute('aria-selected', String(selected))
    if (selected) tab.setAttribute('aria-current', 'page')
    else tab.removeAttribute('aria-current')
  }
  for (const workspace of main.querySelectorAll<HTMLElement>('.workspace')) {
    const active = workspace.dataset.pane === String(id)
    workspace.style.visibility = active ? 'visible' : 'hidden'
    const layout = workspace.querySelector<HTMLElement>('.ticket-panes-grid-layout')
    layout?.classList.toggle('active', active)
    if (layout) layout.dataset.isActive = String(active)
  }
}

async function makePane(id: number): Promise<Pane> {
  let ticket = await getJson<Shown>(`/demo/tickets/${id}`)
  if (ticket.delayMs) await new Promise((resolve) => setTimeout(resolve, ticket.delayMs))
  if (ticket.missing) return { root: home, refresh: async () => undefined }
  const log = el('div', { 'data-test-id': 'omni-log-container' }, ...ticket.comments.map(commentItem))
  const composer = el('div', { id: `editor-view-${id}`, class: 'composer', 'data-test-id': 'editor-view' })
  const subject = el('input', { 'data-test-id': 'omni-header-subject', 'aria-label': 'Subject', value: ticket.subject })
  const submit = el(
    'button',
    { type: 'button', class: 'submit', 'data-test-id': 'submit_button-button' },
    'Submit as ',
    el('strong', {}, 'Open'),
  )
  const conversation = el(
    'div',
    {
      class: 'conversation-polaris',
      'data-ticket-id': id,
      'data-side-conversations-anchor-id': id,
      'data-support-suite-trial-onboarding-id': 'conversationPane',
    },
    el(
      'div',
      { class: 'subject' },
      subject,
      el('div', { 'data-test-id': 'omni-header-via-label' }, ticket.messaging ? 'Via messaging' : 'Via email'),
    ),
    el('section', { role: 'feed', 'aria-label': 'Conversation' }, log),
    composer,
    el(
      'footer',
      { 'data-test-id': 'ticket-footer' },
      el(
        'div',
        { 'data-test-id': 'ticket-footer-macro-menu-autocomplete-input' },
        el('input', { 'aria-label': 'Apply macro', placeholder: 'Apply macro' }),
      ),
      submit,
    ),
  )
  const root = el(
    'div',
    { class: 'ember-view workspace', 'data-pane': id },
    el(
      'div',
      { class: 'ticket-panes-grid-layout', 'data-test-id': `ticket-${id}-standard-layout`, 'data-is-active': 'false' },
      sidebar(ticket),
      el('div', { 'data-test-id': 'column-2' }, conversation),
    ),
  )
  main.append(root)
  const editor = await makeComposer(composer, ticket)
  submit.addEventListener('click', () => void save(id, editor).then(refresh))

  async function refresh(): Promise<void> {
    ticket = await getJson<Shown>(`/demo/tickets/${id}`)
    for (const comment of ticket.comments) {
      if (!log.querySelector(`#comment-${comment.id + 1_000_000}`)) log.append(commentItem(comment))
    }
  }
  return { root, refresh }
}

function sidebar(ticket: Shown): HTMLElement {
  const field = (label: string, value: string, testId: string) =>
    el(
      'div',
      { class: 'field', 'data-test-id': testId },
      el('label', { 'data-garden-id': 'forms.input_label' }, label),
      el('div', { 'data-garden-id': 'dropdowns.combobox.value', title: value }, value || '–'),
    )
  return el(
    'div',
    { 'data-test-id': 'column-1' },
    el(
      'div',
      { id: 'ticket_sidebar' },
      el(
        'div',
        { class: 'field' },
        el('label', {}, 'Requester'),
        el('div', { 'data-test-id': 'ticket-system-field-requester-select' }, ticket.requester.name),
      ),
      field('Assignee', ticket.assignee ?? ticket.group ?? '', 'assignee-field'),
      field('Type', ticket.type ?? '', 'ticket-fields-type-select'),
      field('Priority', ticket.priority ?? '', 'ticket-fields-priority-select'),
      field('Order number', ticket.fields.order_number ?? '', 'ticket-form-field-text-field-360001'),
      field('Product', ticket.fields.product ?? '', 'ticket-form-field-text-field-360002'),
      el(
        'div',
        { class: 'field', 'data-test-id': 'ticket-fields-tags' },
        el('label', {}, 'Tags'),
        ...ticket.tags.map((tag) => el('span', { class: 'tag', 'data-test-id': 'ticket-system-field-tags-item-selected' }, tag)),
      ),
    ),
  )
}

function commentItem(comment: Shown['comments'][number]): HTMLElement {
  const type = !comment.public ? 'internal' : comment.role === 'requester' ? 'end-user' : comment.role === 'bot' ? 'bot' : 'agent'
  return el(
    'article',
    { 'data-test-id': 'omni-log-comment-item', class: type, 'aria-label': `Message from ${comment.author}` },
    el(
      'div',
      { id: `comment-${comment.id + 1_000_000}` },
      el(
        'div',
        { 'data-test-id': 'omni-log-item-sender' },
        el(
          'a',
          { 'data-test-id': 'omni-log-comment-user-link', href: `/agent/users/${comment.authorId}` },
          el('strong', {}, comment.author),
        ),
      ),
      !comment.public && el('div', { 'data-test-id': 'omni-log-internal-note-tag' }, 'Internal'),
      el('time', { 'data-test-id': 'timestamp-relative', datetime: comment.createdAt }, shortTime(comment.createdAt)),
      el(
        'div',
        { 'data-test-id': 'omni-log-item-message', type },
        el('div', { 'data-test-id': 'omni-log-message-content' }, cleaned(comment.html, { class: 'zd-comment', dir: 'auto' })),
      ),
    ),
  )
}

interface Composer {
  editor: ClassicEditor
  channel(): Channel
}

async function makeComposer(place: HTMLElement, ticket: Shown): Promise<Composer> {
  const publicChannel: Channel = ticket.messaging ? 'native_messaging' : 'web'
  const drafts: Partial<Record<Channel, string>> = {}
  let channel: Channel = publicChannel
  const button = el('button', { type: 'button', 'data-test-id': 'omnichannel-channel-switcher-button', 'aria-haspopup': 'true' })
  const holder = el('div', { 'data-test-id': 'ticket-rich-text-editor' }, el('div'))
  place.append(button, holder)
  const editor = await ClassicEditor.create(holder.firstElementChild as HTMLElement, {
    licenseKey: 'GPL',
    plugins: ticket.messaging ? [Essentials, Paragraph, Undo] : [Essentials, Paragraph, Bold, Italic, Link, List, Undo],
    toolbar: ticket.messaging ? [] : ['bold', 'italic', 'link', 'bulletedList', 'numberedList', 'undo', 'redo'],
  })

  function apply(): void {
    button.dataset.channel = channel
    button.setAttribute('aria-label', LABELS[channel])
    button.textContent = LABELS[channel]
    place.classList.toggle('note', channel === 'internal')
    editor.editing.view.change((writer) => {
      const root = editor.editing.view.document.getRoot()
      if (root)
        writer.setAttribute(
          'data-test-id',
          channel === 'native_messaging' ? 'omnicomposer-plain-text-ckeditor' : 'omnicomposer-rich-text-ckeditor',
          root,
        )
    })
  }
  function set(next: Channel): void {
    drafts[channel] = editor.getData()
    channel = next
    editor.setData(drafts[next] ?? '')
    apply()
  }
  button.addEventListener('click', () => {
    const items = [publicChannel, 'internal' as const].map((each) =>
      el(
        'button',
        {
          type: 'button',
          role: 'menuitem',
          'data-test-id': `omnichannel-channel-switcher-menuitem-${each}`,
          onclick: () => {
            menu.remove()
            set(each)
          },
        },
        LABELS[each],
      ),
    )
    const menu = el('div', { role: 'menu', class: 'channel-menu' }, ...items)
    // Drawn on demand, outside the pane, as portals are.
    setTimeout(() => document.body.append(menu), 30)
  })
  apply()
  return { editor, channel: () => channel }
}

async function save(id: number, composer: Composer): Promise<void> {
  const html = composer.editor.getData()
  if (html === '') return
  const { user } = await getJson<{ user: { authenticity_token: string } }>('/api/v2/users/me.json')
  const response = await fetch(`/api/v2/tickets/${id}.json`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-csrf-token': user.authenticity_token },
    body: JSON.stringify({ ticket: { comment: { html_body: html, public: composer.channel() !== 'internal' } } }),
  })
  if (response.ok) composer.editor.setData('')
  else document.body.append(el('div', { role: 'alert', 'data-test-id': 'ticket_saving_error_notification' }, 'Not saved'))
}

function switchTheme(): void {
  const html = document.documentElement
  html.dataset.theme = html.dataset.theme === 'dark' ? 'light' : 'dark'
}

void start()
