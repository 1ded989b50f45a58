import type { Phrases } from '../../../shared/phrases/phrases.ts'
import { LEVEL } from '../../../shared/reminder.ts'
import type { DeviceMessage } from '../announcer/device-messages.ts'

/** Speaks the fault of a printer once: when it begins, and again when it has become another one. */
export function createPrinterVoice(deps: { phrases(): Phrases; say(message: DeviceMessage): unknown }): {
  /** Takes the present fault; `undefined`: there is none. */
  update(fault: string | undefined): void
} {
  let told: string | undefined

  return {
    update(fault) {
      if (fault === told) return
      told = fault
      if (fault !== undefined) deps.say({ kind: 'printer', text: deps.phrases().printer(fault), level: LEVEL.louder })
    },
  }
}
