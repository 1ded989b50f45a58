import * as z from 'zod'

/** The word of `outcome.words` for a reminder that a voice only counted, in one sentence with others. */
export const COUNTED = 'counted'

/**
 * How one announcement reached the people at a device. spoken: in words of its own. counted: in a sentence about several
 * reminders. shown: by a notification or an alert alone. neither: it was not heard and not seen.
 */
export const mannerSchema = z.enum(['spoken', 'counted', 'shown', 'neither'])
export type Manner = z.infer<typeof mannerSchema>

/** Tells how an announcement went by the words of its outcome; a client that says nothing of `words` spoke. */
export function mannerOf(outcome: Readonly<Record<string, string | undefined>>): Manner {
  if (outcome['speech'] === 'ok') return outcome['words'] === COUNTED ? 'counted' : 'spoken'
  return [outcome['notification'], outcome['dialog']].includes('ok') ? 'shown' : 'neither'
}
