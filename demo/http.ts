/** One request and one answer, as the two APIs see them. */

export interface DemoRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string | string[] | undefined>
  body: unknown
}

export interface DemoAnswer {
  status: number
  type: string
  body: string | Uint8Array
  headers?: Record<string, string>
}

export const json = (value: unknown, status = 200, headers: Record<string, string> = {}): DemoAnswer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
  headers,
})

/** Counts calls in windows of a minute, as the account's limit does. */
export function createMeter(limit: number) {
  let left = limit
  let resets = Date.now() + 60_000
  return {
    limit,
    get left() {
      return left
    },
    /** False when the account has used up its minute. */
    use(): boolean {
      if (Date.now() > resets) {
        left = limit
        resets = Date.now() + 60_000
      }
      if (left <= 0) return false
      left--
      return true
    },
    get retryAfter() {
      return Math.max(1, Math.ceil((resets - Date.now()) / 1000))
    },
  }
}
