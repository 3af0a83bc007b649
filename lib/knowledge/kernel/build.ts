/** Compiles `kernel.as` to `kernel.wasm` beside it. Runs before builds, tests and measurements; the same source gives the same bytes. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.url))
const SOURCE = join(folder, 'kernel.as')
const TARGET = join(folder, 'kernel.wasm')
const OPTIONS = ['--enable', 'simd,bulk-memory', '--runtime', 'minimal', '-O3', '--noAssert', '--converge']

/** Throws with the compiler's words when the source is wrong. */
export async function buildKernel(): Promise<void> {
  if (existsSync(TARGET) && statSync(TARGET).mtimeMs > statSync(SOURCE).mtimeMs) return
  const { default: asc } = await import('assemblyscript/asc')
  // The compiler only takes names that end in `.ts`; the source has another so that TypeScript leaves it alone.
  const { error, stderr } = await asc.main(['kernel.ts', '--outFile', 'kernel.wasm', ...OPTIONS], {
    readFile: (name) => (name === 'kernel.ts' ? readFileSync(SOURCE, 'utf8') : null),
    writeFile: (name, contents) => {
      if (name === 'kernel.wasm') writeFileSync(TARGET, contents)
    },
    listFiles: () => [],
  })
  if (error) throw new Error(`kernel.as: ${error.message}\n${stderr}`)
}
