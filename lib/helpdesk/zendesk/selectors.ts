/** Where Zendesk's Agent Workspace keeps things, most stable first. Seen on accounts between 2023 and 2026. */

export const ticketIdIn = (pathname: string): string | null => /^\/agent\/tickets\/(\d+)(?:\/|$)/.exec(pathname)?.[1] ?? null

/** Roots of one ticket's pane. All open tickets stay mounted. */
export const paneOf = (id: string): string[] => [
  `[data-test-id="ticket-${id}-standard-layout"]`,
  `[data-test-id="ticket-${id}-custom-layout"]`,
  `.conversation-polaris[data-ticket-id="${id}"]`,
  `[data-support-suite-trial-onboarding-id="conversationPane"][data-ticket-id="${id}"]`,
  `[data-side-conversations-anchor-id="${id}"]`,
]

export const SELECTED_TAB = [
  '[data-test-id="header-tab"][data-entity-is-selected="true"]',
  '[data-test-id="header-tab"][aria-current="page"]',
  '[data-test-id="header-tab"][data-selected="true"]',
  '[data-test-id="header-tab"][aria-selected="true"]',
]

export const SUBJECT = ['[data-test-id="omni-header-subject"]', '[data-test-id="ticket-pane-subject"]']
export const CHANNEL_BUTTON = ['[data-test-id="omnichannel-channel-switcher-button"]']
/** The menu may be drawn outside the pane. */
export const CHANNEL_ITEM = {
  note: ['[data-test-id="omnichannel-channel-switcher-menuitem-internal"]'],
  public: [
    '[data-test-id="omnichannel-channel-switcher-menuitem-web"]',
    '[data-test-id="omnichannel-channel-switcher-menuitem-email"]',
    '[data-test-id="omnichannel-channel-switcher-menuitem-public"]',
  ],
  messaging: [
    '[data-test-id="omnichannel-channel-switcher-menuitem-native_messaging"]',
    '[data-test-id="omnichannel-channel-switcher-menuitem-chat"]',
  ],
} as const

export const RICH_EDITOR = [
  '[data-test-id="omnicomposer-rich-text-ckeditor"]',
  '[data-test-id="ticket-rich-text-editor"] [role="textbox"]',
  '[data-test-id="standalone-rich-text-ckeditor"]',
  '.zendesk-editor--rich-text-container [role="textbox"]',
]
export const PLAIN_EDITOR = ['[data-test-id="omnicomposer-plain-text-ckeditor"]']

export const LOG = ['[data-test-id="omni-log-container"]']
export const LOG_ITEM = '[data-test-id="omni-log-comment-item"]'
export const ITEM_SENDER = ['[data-test-id="omni-log-comment-user-link"]', '[data-test-id="omni-log-item-sender"]']
export const ITEM_TIME = ['time[datetime]']
export const ITEM_BUBBLE = ['[data-test-id="omni-log-item-message"]']
export const ITEM_INTERNAL = ['[data-test-id="omni-log-internal-note-tag"]']
export const ITEM_BODY = ['.zd-comment', '[data-test-id="omni-log-message-content"]']
export const REQUESTER = ['[data-test-id="ticket-system-field-requester-select"]']
export const TAG = '[data-test-id="ticket-system-field-tags-item-selected"]'
