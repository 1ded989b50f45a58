import type { Clock } from '../../../../shared/clock.ts'

/** A click on a notification of this run is told twice, in either order and within this time. */
const SAME_CLICK_MS = 500

export interface NotificationClicks {
  /** A notification of this run was clicked. */
  clicked(reminderId: string): void
  /** Windows: a notification was clicked, of this run or of an earlier one. */
  activated(): void
}

/**
 * Follows clicks on notifications. Windows reports every click, also on a notification of an earlier run in its
 * notification centre, but then not on which one: the reminder that waits longest is opened.
 */
export function createNotificationClicks(deps: {
  clock: Clock
  /** Opens the reminder; without an id, all that wait. */
  open(reminderId?: string): void
}): NotificationClicks {
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
