/** Stands for the engine in a background that does not run it. */
export function serveEngine(): void {
  throw new Error('the engine runs in a page of its own here')
}
