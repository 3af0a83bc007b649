/** The WASM kernel with types: one memory, blocks of it as typed arrays. `kernel.as` is its source. */
import { Failure } from '../../protocol/errors'

interface Exports {
  memory: WebAssembly.Memory
  allocate(bytes: number): number
  release(address: number): void
  begin(limit: number): void
  count(): number
  scores(): number
  ids(): number
  addPostings(rows: number, impacts: number, length: number, weight: number, into: number): void
  collect(from: number, mask: number, rows: number, base: number): void
  cosine(row: number, scale: number, query: number, width: number, queryScale: number): number
  scan(
    matrix: number,
    scales: number,
    mask: number,
    rows: number,
    width: number,
    query: number,
    queryScale: number,
    base: number,
  ): void
}

/** Bytes in the kernel's memory. Views are made anew each time: they end when the memory grows. */
export interface Block {
  readonly address: number
  readonly bytes: number
  u8(): Uint8Array<ArrayBuffer>
  i8(): Int8Array<ArrayBuffer>
  i16(): Int16Array<ArrayBuffer>
  u16(): Uint16Array<ArrayBuffer>
  f32(): Float32Array<ArrayBuffer>
  free(): void
}

export interface Ranked {
  id: number
  score: number
}

export interface Kernel extends Pick<Exports, 'begin' | 'addPostings' | 'collect' | 'cosine' | 'scan'> {
  /** Bytes of memory in use by the instance. */
  readonly bytes: number
  /** A block of zeros, aligned to 16. Throws Failure `storage-full` when there is no memory. */
  block(bytes: number): Block
  /** The rows kept since `begin`, best first; ties by id. */
  best(): Ranked[]
}

export async function openKernel(module: WebAssembly.Module): Promise<Kernel> {
  const abort = () => {
    throw new Failure('storage-full', 'no memory for the index')
  }
  const instance = await WebAssembly.instantiate(module, { env: { abort } })
  const wasm = instance.exports as unknown as Exports
  const buffer = () => wasm.memory.buffer as ArrayBuffer
  return {
    begin: wasm.begin,
    addPostings: wasm.addPostings,
    collect: wasm.collect,
    cosine: wasm.cosine,
    scan: wasm.scan,
    get bytes() {
      return buffer().byteLength
    },
    block(bytes) {
      const address = wasm.allocate(Math.max(16, bytes)) >>> 0
      const block: Block = {
        address,
        bytes,
        u8: () => new Uint8Array(buffer(), address, bytes),
        i8: () => new Int8Array(buffer(), address, bytes),
        i16: () => new Int16Array(buffer(), address, bytes >> 1),
        u16: () => new Uint16Array(buffer(), address, bytes >> 1),
        f32: () => new Float32Array(buffer(), address, bytes >> 2),
        free: () => wasm.release(address),
      }
      block.u8().fill(0)
      return block
    },
    best() {
      const count = wasm.count()
      const scores = new Float32Array(buffer(), wasm.scores(), count)
      const ids = new Uint32Array(buffer(), wasm.ids(), count)
      const ranked = Array.from(ids, (id, at): Ranked => ({ id, score: scores[at] as number }))
      return ranked.sort((a, b) => b.score - a.score || a.id - b.id)
    },
  }
}
