import { intakeStateSchema, type ReadIntake } from '../../../shared/intake.ts'
import type { Phrases } from '../../../shared/phrases/phrases.ts'
import { LEVEL } from '../../../shared/reminder.ts'
import type { DeviceMessage } from './device-messages.ts'

/**
 * Speaks when the store begins to be busy or paused, and when that ends. What was so when this run began is shown alone:
 * nothing has happened.
 */
export function createIntakeVoice(deps: {
  phrases(): Phrases
  /** The server's wall clock, milliseconds. */
  serverNow(): number
  say(message: DeviceMessage): unknown
}): {
  /** Call it with each intake that the server has told; `undefined`: it is too old to tell one. */
  update(intake: ReadIntake | undefined): void
} {
  let known: ReadIntake | undefined

  return {
    update(intake) {
      const before = known
      known = intake
      if (intake === undefined || before === undefined || isSame(before, intake)) return
      // A state of a newer server is shown by nobody, and to miss it is harmless.
      const state = intakeStateSchema.safeParse(intake.state).data
      if (state === undefined) return
      const { extraMinutes = 0, until } = intake
      const minutes = until === undefined ? undefined : Math.max(1, Math.round((until - deps.serverNow()) / 60_000))
      const text = deps.phrases().intake({ state, wasClosed: before.state !== 'busy', extraMinutes, minutes })
      deps.say({ kind: 'intake', text, level: LEVEL.normal })
    },
  }
}

function isSame(a: ReadIntake, b: ReadIntake): boolean {
  return a.state === b.state && a.extraMinutes === b.extraMinutes && a.until === b.until
}
