import type { QuietHours } from '../../shared/api/attention.ts'
import { usableZone } from '../../shared/time-zones.ts'

/**
 * Tells whether the clocks of a contact show a time within its quiet hours at `at`, milliseconds since 1970; the beginning
 * is within, the end is not. `storeZone`: the IANA zone that counts where the contact names none. An hour that clocks skip
 * or show twice counts as they show it. Never throws.
 */
export function isQuiet(quiet: QuietHours | null, storeZone: string, at: number): boolean {
  if (quiet === null) return false
  const shown = new Intl.DateTimeFormat('en-GB', {
    timeZone: usableZone(quiet.zone ?? storeZone),
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
  // Times of day in two digits sort as texts.
  const { from, to } = quiet
  return from < to ? from <= shown && shown < to : from <= shown || shown < to
}
