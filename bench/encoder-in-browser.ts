/** The extension's own encoder worker in its own page: passes with one thread and with several, and its vectors. */
import { readdirSync } from 'node:fs'
import { openBrowser } from '../demo/browser'
import { startDemo } from '../demo/server'

export interface InBrowser {
  /** Median milliseconds by number of threads. */
  ms: Record<number, number>
  vectors: number[][]
}

const PASSES = 15

/** Texts carry their prefix; the first is the one that is timed. Expects the built extension. */
export async function encodeInBrowser(texts: string[], threads: number[]): Promise<InBrowser> {
  const script = readdirSync('.output/chrome-mv3/assets').find((file) => /^worker-.*\.js$/.test(file))
  const demo = await startDemo()
  const browser = await openBrowser({ port: demo.port })
  try {
    const page = await browser.context.newPage()
    await page.goto(`chrome-extension://${browser.extensionId}/options.html`)
    // tsx names functions with a helper that the page does not have.
    await page.evaluate('globalThis.__name = (value) => value')
    return await page.evaluate(
      async ({ script, texts, threads, passes }) => {
        const ms: Record<number, number> = {}
        let vectors: number[][] = []
        for (const count of threads) {
          const worker = new Worker(`/assets/${script}`, { type: 'module' })
          const pass = (id: number, text: string) =>
            new Promise<number[]>((resolve, reject) => {
              worker.onmessage = ({ data }) => {
                if (data.type === 'vector') resolve([...data.vector])
                if (data.type === 'failed') reject(new Error(data.error.message))
              }
              worker.onerror = (event) => reject(new Error(event.message))
              worker.postMessage({ id, base: '/models', text, threads: count })
            })
          vectors = []
          for (const [at, text] of texts.entries()) vectors.push(await pass(at, text))
          const times: number[] = []
          for (let at = 0; at < passes; at++) {
            const started = performance.now()
            await pass(at, texts[0] as string)
            times.push(performance.now() - started)
          }
          ms[count] = times.sort((a, b) => a - b)[Math.floor(passes / 2)] as number
          worker.terminate()
        }
        return { ms, vectors }
      },
      { script, texts, threads, passes: PASSES },
    )
  } finally {
    await browser.close()
    await demo.close()
  }
}
