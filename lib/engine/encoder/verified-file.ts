import type { PackagedFile } from '../../../models/catalogue'
import { Failure } from '../../protocol/errors'

/** Refuses bytes that are not exactly the catalogued file. Throws Failure `model-damaged`. */
export async function verifyFile(bytes: Uint8Array<ArrayBuffer>, file: PackagedFile): Promise<void> {
  if (bytes.byteLength !== file.bytes) throw new Failure('model-damaged', `${file.file}: ${bytes.byteLength} bytes`)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  if (hex !== file.sha256) throw new Failure('model-damaged', `${file.file}: wrong hash`)
}

/**
 * Reads a packaged file with progress (bytes read so far) and checks it. Throws Failure `model-missing` or `model-damaged`.
 */
export async function readVerified(url: string, file: PackagedFile, onProgress: (bytes: number) => void): Promise<Uint8Array> {
  const response = await fetch(url).catch(() => null)
  if (!response?.ok || !response.body) throw new Failure('model-missing', file.file)
  const bytes = new Uint8Array(file.bytes)
  let at = 0
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    if (at + value.length > bytes.length) throw new Failure('model-damaged', `${file.file}: too long`)
    bytes.set(value, at)
    at += value.length
    onProgress(at)
  }
  await verifyFile(bytes.subarray(0, at) as Uint8Array<ArrayBuffer>, file)
  return bytes
}
