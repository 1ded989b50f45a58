import type { Level } from '../../shared/reminder.ts'

/** The ladder: how long an unanswered reminder has been waiting → the pause before it is announced again. */
const STEPS = [
  { waitedMs: 30_000, pauseMs: 30_000 },
  { waitedMs: 90_000, pauseMs: 60_000 },
  { waitedMs: 210_000, pauseMs: 120_000 },
] as const
const LATER_PAUSE_MS = 300_000

const LOUDER_AFTER_MS = 3 * 60_000
const LOUDEST_AFTER_MS = 5 * 60_000

/**
 * When a reminder that has waited since `since` and is announced `now` is due again: after 30 s, 60 s, 120 s, then
 * every 5 min. Counted from now, so that a server that slept through several steps announces once and does not burst.
 * Never later than `expiresAt`, the moment at which it is given up (I10).
 */
export function nextAlertAt(since: number, now: number, expiresAt: number): number {
  const step = STEPS.find(({ waitedMs }) => now - since < waitedMs)
  return Math.min(now + (step?.pauseMs ?? LATER_PAUSE_MS), expiresAt)
}

/** How loud a reminder is that nobody has answered since `since`. */
export function alertLevel(since: number, now: number): Level {
  const waited = now - since
  return waited >= LOUDEST_AFTER_MS ? 3 : waited >= LOUDER_AFTER_MS ? 2 : 1
}
