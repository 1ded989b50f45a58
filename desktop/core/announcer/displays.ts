import type { Clock } from '../../../shared/clock.ts'
import type { Alert, Dialog, Notifier, Outcome } from '../ports.ts'
import { within } from '../with-timeout.ts'
import { outcomeWord } from './outcome.ts'

const SHOW_LIMIT_MS = 5_000

export interface Displays {
  /** Shows it in both places, neither waiting for the other. */
  show(alert: Alert): { notification: Promise<Outcome>; dialog: Promise<Outcome> }
  /** Takes down whatever `keep` does not want to see any more. */
  tidy(keep: (reminderId: string) => boolean): void
}

/** The notification and the dialog: what stands there is always a reminder that still waits for an answer (I9). */
export function createDisplays(deps: { notifier: Notifier; dialog: Dialog; clock: Clock }): Displays {
  const shown = new Set<string>()

  async function showIn(display: Dialog, alert: Alert): Promise<Outcome> {
    return outcomeWord(await within(deps.clock, SHOW_LIMIT_MS, () => display.show(alert)))
  }

  function dismissFrom(display: Dialog, id: string): void {
    try {
      display.dismiss(id)
    } catch {
      // What cannot be taken down stands there too long; nothing else depends on it.
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
