import type { Clock } from '../../../shared/clock.ts'
import { LEVEL, type ReminderKind } from '../../../shared/reminder.ts'
import { prepareVolume } from '../announcer/prepare-volume.ts'
import { checkOf } from '../announcer/sample.ts'
import { createSpeaker, type SpeechItem } from '../announcer/speaker.ts'
import type { Chime, Outcome, SystemVolume, Voice } from '../ports.ts'
import type { Settings } from '../settings.ts'

/**
 * Plays a sound check with the given settings, without a bell: before pairing there are settings, and a voice to try
 * them with. Resolves to the outcome of the speech; never rejects.
 */
export function checkSound(
  deps: { voice: Voice; chime: Chime; systemVolume?: SystemVolume | undefined; clock: Clock; settings(): Settings },
  kind: ReminderKind | undefined,
): Promise<Outcome> {
  const { text, ring = 'notice' } = checkOf(kind, deps.settings().locale, deps.clock.now())
  return new Promise((done) => {
    const items: SpeechItem[] = [{ texts: [text], kind: ring, level: LEVEL.normal, done }]
    createSpeaker({ ...deps, next: () => items.shift(), prepareVolume: () => prepareVolume(deps), chimed() {} }).wake()
  })
}
