import type { Clock } from '../../../shared/clock.ts'
import type { Outcome } from '../ports.ts'

/** The time-outs in a row after which a voice is given up: one may be an accident, and each takes half a minute. */
const MOST_TIMEOUTS = 2
/** The time for which it is given up, milliseconds; then it is tried again. */
export const GIVEN_UP_MS = 60_000

export interface VoiceTrust {
  /** Whether the voice may be tried now. */
  trusted(): boolean
  /** Notes how an attempt to speak went. */
  spoken(outcome: Outcome): void
}

/**
 * Trusts a voice until it has not answered twice in a row. Any answer, a refusal as well, begins the row anew; an
 * attempt that was interrupted says nothing of the engine. After the pause one attempt decides.
 */
export function createVoiceTrust(clock: Clock): VoiceTrust {
  let timeouts = 0
  /** Monotonic time, milliseconds. */
  let givenUpUntil = -Infinity

  return {
    trusted: () => clock.elapsed() >= givenUpUntil,
    spoken(outcome) {
      if (outcome === 'stopped') return
      timeouts = outcome === 'timeout' ? timeouts + 1 : 0
      givenUpUntil = timeouts >= MOST_TIMEOUTS ? clock.elapsed() + GIVEN_UP_MS : -Infinity
    },
  }
}
