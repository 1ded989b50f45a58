import type { Clock } from '../../../shared/clock.ts'

/** The longest hold, in sync or not: an order that may be answered already is better heard. */
export const CATCH_UP_GATE_LIMIT_MS = 20_000

export interface CatchUpGate {
  /** Holds announcements from now on; a second hold changes nothing. */
  hold(): void
  release(): void
  held(): boolean
  /** Cancels the timer, without a release. */
  close(): void
}

/**
 * Holds announcements back during a catch-up, 20 s at most, so that a reminder that was answered meanwhile is not
 * announced and one that was repeated meanwhile is announced once. Calls `released` at every release.
 */
export function createCatchUpGate({ clock, released }: { clock: Clock; released: () => void }): CatchUpGate {
  let held = false
  let cancel = () => {}

  function release(): void {
    cancel()
    held = false
    released()
  }

  return {
    hold() {
      if (held) return
      held = true
      cancel = clock.after(CATCH_UP_GATE_LIMIT_MS, release)
    },
    release,
    held: () => held,
    close: () => cancel(),
  }
}
