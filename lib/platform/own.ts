import { browser } from 'wxt/browser'

/** Version of this extension, from its manifest. */
export const ownVersion = (): string => browser.runtime.getManifest().version

/**
 * Whether a message or port comes from one of our own extension pages. A content script has our id too, but the address of
 * the page it is in. A framed page may have a dynamic address, so the scheme is compared, not the host.
 */
export const isOwnPage = (sender: { id?: string | undefined; url?: string | undefined } | undefined): boolean =>
  sender?.id === browser.runtime.id && sender.url?.split('://')[0] === browser.runtime.getURL('/').split('://')[0]
