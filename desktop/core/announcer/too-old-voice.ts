import type { Clock } from '../../../shared/clock.ts'
import type { Phrases } from '../../../shared/phrases/phrases.ts'
import { LEVEL } from '../../../shared/reminder.ts'
import type { DeviceMessage } from './device-messages.ts'

/** The shortest time between two of these messages, milliseconds: the screen shows it all the time. */
export const TOO_OLD_EVERY_MS = 10 * 60_000

/**
 * Speaks the message that this client is too old for an entry of the server's log: a human may have had to know it, and
 * an update brings it back (inbox-state.ts).
 */
export function createTooOldVoice(deps: { clock: Clock; phrases(): Phrases; say(message: DeviceMessage): unknown }): {
  /** Call it for an entry that could not be read. */
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
