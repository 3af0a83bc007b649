/** Strict readers of the fields of `heads.json`. Each throws Failure `model-damaged` that names the place. */
import { Failure } from '../protocol/errors'

const damaged = (where: string) => new Failure('model-damaged', `heads.json: ${where}`)

/** An object with no other keys than these. */
export function record(value: unknown, where: string, keys: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(where)
  for (const key of Object.keys(value)) if (!keys.includes(key)) throw damaged(`${where}.${key}`)
  return value as Record<string, unknown>
}

export function list(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw damaged(where)
  return value
}

export function text(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw damaged(where)
  return value
}

export function numbers(value: unknown, count: number, where: string): number[] {
  const values = list(value, where)
  if (values.length !== count) throw damaged(where)
  return values.map((item) => {
    if (typeof item !== 'number' || !Number.isFinite(item)) throw damaged(where)
    return item
  })
}

/** One number for each language (`en`, `zh`, …) and one under `default`, which must be there. */
export function languageTable(value: unknown, where: string, fits: (value: number) => boolean): ReadonlyMap<string, number> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(where)
  const table = new Map<string, number>()
  for (const [language, each] of Object.entries(value)) {
    if (!/^(?:default|[a-z]{2,3})$/.test(language)) throw damaged(`${where}.${language}`)
    if (typeof each !== 'number' || !Number.isFinite(each) || !fits(each)) throw damaged(`${where}.${language}`)
    table.set(language, each)
  }
  if (!table.has('default')) throw damaged(`${where}.default`)
  return table
}

export function decodeBytes(base64: string, count: number, where: string): Uint8Array<ArrayBuffer> {
  let characters: string
  try {
    characters = atob(base64)
  } catch {
    throw damaged(where)
  }
  if (characters.length !== count) throw damaged(where)
  return Uint8Array.from(characters, (character) => character.charCodeAt(0))
}
