import type { Clock } from '../../../shared/clock.ts'

/** Nothing is held back longer than this, synced or not: an order that may be answered already is better heard. */
export const STAGE_LIMIT_MS = 20_000

export interface Stage {
  /** From here on announcements wait; held already, it changes nothing. */
  hold(): void
  release(): void
  held(): boolean
  /** Ends the waiting without a release. */
  close(): void
}

/**
 * Holds announcements back while the log is being caught up with, so that what was answered meanwhile is not
 * announced and what was repeated meanwhile is announced once. `released` is called at every release.
 */
export function createStage({ clock, released }: { clock: Clock; released: () => void }): Stage {
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
      cancel = clock.after(STAGE_LIMIT_MS, release)
    },
    release,
    held: () => held,
    close: () => cancel(),
  }
}
