import type { createAnnouncer as Announcer, ReminderSource } from '../../../../desktop/core/announcer/announcer.ts'
import type { createLocalRepeats as LocalRepeats } from '../../../../desktop/core/announcer/local-repeats.ts'
import { DONE } from './done.ts'

/** The source of the one announcer of this process, which makes its local repeats itself. */
let source: ReminderSource | undefined

export const createAnnouncer =
  (original: typeof Announcer): typeof Announcer =>
  (deps) => {
    source = deps.source
    return original(deps)
  }

export const createLocalRepeats =
  (original: typeof LocalRepeats): typeof LocalRepeats =>
  (deps) => {
    const repeats = original(deps)
    return {
      ...repeats,
      repeated(reminders) {
        repeats.repeated(reminders)
        for (const reminder of reminders) source?.announced({ ...reminder, n: reminder.n + 1 }, DONE)
      },
    }
  }
