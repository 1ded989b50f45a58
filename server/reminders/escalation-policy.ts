import type { Level } from '../../shared/reminder.ts'

/** The ladder: how long an unanswered reminder has been waiting → the pause before it is announced again. */
const STEPS = [
  { waitedMs: 30_000, pauseMs: 30_000 },
  { waitedMs: 90_000, pauseMs: 60_000 },
  { waitedMs: 210_000, pauseMs: 120_000 },
] as const
/** The pause of a reminder that is heard and not answered, in the end. */
export const LONGEST_PAUSE_MS = 300_000

/** Nobody there to hear it: the pause grows with the time waited, up to an hour, so that an abandoned store costs little. */
const UNHEARD_PAUSE_SHARE = 0.25
const LONGEST_UNHEARD_PAUSE_MS = 3_600_000

const LOUDER_AFTER_MS = 3 * 60_000
export const LOUDEST_AFTER_MS = 5 * 60_000

/**
 * When a reminder that has waited since `since` and is announced `now` is due again, all in milliseconds: after 30 s,
 * 60 s, 120 s, then every 5 min; later when no device announced the alert before. Counted from now, so that a server
 * that slept through several steps announces once and does not burst (I10).
 */
export function nextAlertAt(since: number, now: number, heard: boolean): number {
  const waited = now - since
  const pauseMs = STEPS.find(({ waitedMs }) => waited < waitedMs)?.pauseMs ?? LONGEST_PAUSE_MS
  if (heard) return now + pauseMs
  return now + Math.max(pauseMs, Math.min(waited * UNHEARD_PAUSE_SHARE, LONGEST_UNHEARD_PAUSE_MS))
}

/** How loud a reminder is that nobody has answered since `since`. */
export function alertLevel(since: number, now: number): Level {
  const waited = now - since
  return waited >= LOUDEST_AFTER_MS ? 3 : waited >= LOUDER_AFTER_MS ? 2 : 1
}
