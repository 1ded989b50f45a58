import type { Clock } from '../../../../shared/clock.ts'

/** A click on a notification of this run is told twice, in either order and within this time. */
const SAME_CLICK_MS = 500

export interface Activations {
  /** A notification of this run was clicked. */
  clicked(reminderId: string): void
  /** Windows: some notification was clicked, be it one of an earlier run. */
  activated(): void
}

/**
 * Clicks on notifications. Windows tells of every click, also of those in the notification centre that an earlier run
 * has shown, but then not which one it was: what waits longest is opened.
 */
export function createActivations(deps: {
  clock: Clock
  /** The reminder, or whatever waits. */
  open(reminderId?: string): void
}): Activations {
  const { clock, open } = deps
  let clickedAt = -Infinity
  return {
    clicked(reminderId) {
      clickedAt = clock.elapsed()
      open(reminderId)
    },
    activated() {
      clock.after(SAME_CLICK_MS, () => {
        if (clock.elapsed() - clickedAt > 2 * SAME_CLICK_MS) open()
      })
    },
  }
}
