import type { Clock } from '../../../shared/clock.ts'
import type { Phrases } from '../../../shared/phrases/phrases.ts'
import { LEVEL } from '../../../shared/reminder.ts'
import type { Notice } from './device-messages.ts'

/** Least time between two of these sentences, milliseconds: the screen says it all the time. */
export const TOO_OLD_EVERY_MS = 10 * 60_000

/**
 * Says aloud that the server said something which this client is too old to understand: a human may have had to know
 * it, and an update brings it back (inbox-state.ts).
 */
export function createTooOldVoice(deps: { clock: Clock; phrases(): Phrases; say(notice: Notice): unknown }): {
  /** An entry could not be read. */
  unread(): void
} {
  let saidAt = -Infinity

  return {
    unread() {
      const now = deps.clock.elapsed()
      if (now - saidAt < TOO_OLD_EVERY_MS) return
      saidAt = now
      deps.say({ kind: 'too_old', text: deps.phrases().tooOld(), level: LEVEL.louder })
    },
  }
}
