/** Starting and closing the engine page on Chrome. Firefox has no offscreen API: there the background page is the engine. */
import { browser } from 'wxt/browser'

const PAGE = '/offscreen.html'

let opening: Promise<void> | null = null

export const hasOffscreen = (): boolean => 'offscreen' in browser

/** Opens the engine page unless it is open; two callers share one attempt. */
export function openEnginePage(): Promise<void> {
  opening ??= open().finally(() => {
    opening = null
  })
  return opening
}

async function open(): Promise<void> {
  if (await isOpen()) return
  try {
    await browser.offscreen.createDocument({
      url: PAGE,
      reasons: ['WORKERS'],
      justification: 'Runs the language models in workers, for every helpdesk tab.',
    })
  } catch (thrown) {
    // An earlier life of this worker may have been creating it at the same time.
    if (!(await isOpen())) throw thrown
  }
}

async function isOpen(): Promise<boolean> {
  const contexts = await browser.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })
  return contexts.length > 0
}
