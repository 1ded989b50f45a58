import type { createAnnouncer as Announcer, ReminderSource } from '../../../../desktop/core/announcer/announcer.ts'
import type { createNudges as Nudges } from '../../../../desktop/core/announcer/local-repeats.ts'
import { DONE } from './done.ts'

/** Of the one announcer of this process, which makes its nudges itself. */
let source: ReminderSource | undefined

export const createAnnouncer =
  (original: typeof Announcer): typeof Announcer =>
  (deps) => {
    source = deps.source
    return original(deps)
  }

export const createNudges =
  (original: typeof Nudges): typeof Nudges =>
  (deps) => {
    const nudges = original(deps)
    return {
      ...nudges,
      told(reminders) {
        nudges.told(reminders)
        for (const reminder of reminders) source?.announced({ ...reminder, n: reminder.n + 1 }, DONE)
      },
    }
  }
