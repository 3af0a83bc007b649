/** Compiles `kernel.as` to `kernel.wasm` beside it. Runs before builds, tests and measurements; the same source gives the same bytes. */
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.url))
const SOURCE = join(folder, 'kernel.as')
const TARGET = join(folder, 'kernel.wasm')
const OPTIONS = ['--enable', 'simd,bulk-memory', '--runtime', 'minimal', '-O3', '--noAssert', '--converge', '--use', 'abort=']

/** Throws with the compiler's words when the source is wrong. */
export async function buildKernel(): Promise<void> {
  const changed = Math.max(...[SOURCE, fileURLToPath(import.meta.url)].map((file) => statSync(file).mtimeMs))
  if (existsSync(TARGET) && statSync(TARGET).mtimeMs > changed) return
  const { default: asc } = await import('assemblyscript/asc')
  // The compiler only takes names that end in `.ts`; the source has another so that TypeScript leaves it alone.
  const { error, stderr } = await asc.main(['kernel.ts', '--outFile', 'kernel.wasm', ...OPTIONS], {
    readFile: (name) => (name === 'kernel.ts' ? readFileSync(SOURCE, 'utf8') : null),
    writeFile: (name, contents) => {
      if (name === 'kernel.wasm') replaceFile(contents)
    },
    listFiles: () => [],
  })
  if (error) throw new Error(`kernel.as: ${error.message}\n${stderr}`)
}

/** Whole or not at all: tests in other processes may be reading it. */
function replaceFile(contents: string | Uint8Array): void {
  const fresh = `${TARGET}.${process.pid}`
  writeFileSync(fresh, contents)
  renameSync(fresh, TARGET)
}
