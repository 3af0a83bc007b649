/** The kernel in Node, for tests and measurements. */
import { readFile } from 'node:fs/promises'
import { buildKernel } from './build'
import { type Kernel, openKernel } from './kernel'

export async function openNodeKernel(): Promise<Kernel> {
  await buildKernel()
  return openKernel(await WebAssembly.compile(await readFile(new URL('kernel.wasm', import.meta.url))))
}
