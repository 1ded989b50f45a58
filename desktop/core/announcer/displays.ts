import type { Clock } from '../../../shared/clock.ts'
import type { Alert, Dialog, Notifier, Outcome } from '../ports.ts'
import { withTimeout } from '../with-timeout.ts'
import { readOutcome } from './outcome.ts'

const SHOW_LIMIT_MS = 5_000

export interface Displays {
  /** Shows an alert in both places at once. The promises never reject. */
  show(alert: Alert): { notification: Promise<Outcome>; dialog: Promise<Outcome> }
  /** Takes down the alerts of all reminders for which `keep` is false. */
  tidy(keep: (reminderId: string) => boolean): void
}

/** Shows alerts as notification and dialog, 5 s at most for each. A closed reminder is taken down (I9). */
export function createDisplays(deps: { notifier: Notifier; dialog: Dialog; clock: Clock }): Displays {
  const shown = new Set<string>()

  async function showIn(display: Dialog, alert: Alert): Promise<Outcome> {
    return readOutcome(await withTimeout(deps.clock, SHOW_LIMIT_MS, () => display.show(alert)))
  }

  function dismissFrom(display: Dialog, id: string): void {
    try {
      display.dismiss(id)
    } catch {
      // An alert that cannot be taken down stands there too long; nothing else depends on it.
    }
  }

  return {
    show(alert) {
      shown.add(alert.reminder.id)
      return { notification: showIn(deps.notifier, alert), dialog: showIn(deps.dialog, alert) }
    },
    tidy(keep) {
      for (const id of shown) {
        if (keep(id)) continue
        shown.delete(id)
        dismissFrom(deps.notifier, id)
        dismissFrom(deps.dialog, id)
      }
    },
  }
}
