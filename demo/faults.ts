/** Faults that a test puts between the page and the demo helpdesk. */

export interface Fault {
  path: RegExp
  host?: string
  /** How many requests it hits. */
  times: number
  kind: 'status' | 'rate-limit' | 'html' | 'hang' | 'delay'
  status?: number
  ms?: number
}

export type Faults = ReturnType<typeof createFaults>

export function createFaults() {
  let faults: Fault[] = []
  return {
    /** Milliseconds until a ticket's pane appears. */
    paneDelayMs: 0,
    add(fault: Fault): void {
      faults.push({ ...fault })
    },
    clear(): void {
      faults = []
    },
    take(host: string, path: string): Fault | null {
      const fault = faults.find((each) => each.times > 0 && each.path.test(path) && (!each.host || each.host === host))
      if (fault) fault.times--
      return fault ?? null
    },
  }
}
