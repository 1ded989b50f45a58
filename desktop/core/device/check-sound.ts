import type { Clock } from '../../../shared/clock.ts'
import { LEVEL, type ReminderKind } from '../../../shared/reminder.ts'
import { checkOf } from '../announcer/sample.ts'
import { createSpeaker, type Turn } from '../announcer/speaker.ts'
import type { Chime, Outcome, Voice } from '../ports.ts'
import type { Settings } from '../settings.ts'

/**
 * Plays chime and voice as the settings have them, without a bell: before pairing there are settings, and a voice to
 * try them with. Resolves to how the speech went; never rejects.
 */
export function checkSound(
  deps: { voice: Voice; chime: Chime; clock: Clock; settings(): Settings },
  kind: ReminderKind | undefined,
): Promise<Outcome> {
  const { text, ring = 'notice' } = checkOf(kind, deps.settings().locale, deps.clock.now())
  return new Promise((done) => {
    const turns: Turn[] = [{ text, kind: ring, level: LEVEL.normal, done }]
    createSpeaker({ ...deps, next: () => turns.shift(), chimed() {} }).wake()
  })
}
