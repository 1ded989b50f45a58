/** The smallest change of the server's clock that a screen can show. */
const CLOCK_DRIFT_MS = 1_000

/**
 * Makes the reader of how far the server's clock is ahead of this device's, milliseconds. Each heartbeat measures a little
 * differently; a difference below a second counts as no change.
 */
export function createServerAhead(measure: () => number): () => number {
  let aheadMs = 0
  return () => {
    const measured = measure()
    if (Math.abs(measured - aheadMs) >= CLOCK_DRIFT_MS) aheadMs = measured
    return aheadMs
  }
}
