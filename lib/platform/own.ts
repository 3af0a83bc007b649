import { browser } from 'wxt/browser'

/** Version of this extension, from its manifest. */
export const ownVersion = (): string => browser.runtime.getManifest().version
