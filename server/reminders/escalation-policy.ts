import { LEVEL, type Level, type ReminderKind } from '../../shared/reminder.ts'

/** The pause before the next announcement, by the time below which a reminder has waited. */
const STEPS = [
  { waitedMs: 30_000, pauseMs: 30_000 },
  { waitedMs: 90_000, pauseMs: 60_000 },
  { waitedMs: 210_000, pauseMs: 120_000 },
] as const
/** Longest pause of a reminder that devices announce and nobody answers, milliseconds. */
export const LONGEST_PAUSE_MS = 300_000
/** Pause between the announcements of a missed order, milliseconds: it must not be forgotten, and is lost already. */
export const MISSED_PAUSE_MS = 900_000

/**
 * Without a device that announces it, the pause grows with the time waited, up to an hour: an abandoned store costs
 * little.
 */
const UNHEARD_PAUSE_SHARE = 0.25
const LONGEST_UNHEARD_PAUSE_MS = 3_600_000

const LOUDER_AFTER_MS = 3 * 60_000
/** Unanswered time, in milliseconds, after which a reminder has the highest level. */
const LOUDEST_AFTER_MS = 5 * 60_000

/** The part of a reminder from which its next announcement follows. */
interface Escalating {
  kind: ReminderKind
  since: number
  level: Level
}

/**
 * Dates the next alert of a reminder that has waited since `since` and is announced `now`, all in milliseconds: after
 * 30 s, 60 s, 120 s, then every 5 min, a missed order every 15 min; later when no device announced (`heard`) the alert
 * before. The pause is counted from now, so that a server that slept through several steps announces once and does not
 * burst (I10). In whole milliseconds, which is what a database keeps.
 */
export function nextAlertAt(kind: ReminderKind, since: number, now: number, heard: boolean): number {
  const waited = now - since
  const step = STEPS.find(({ waitedMs }) => waited < waitedMs)
  const pauseMs = kind === 'missed' ? MISSED_PAUSE_MS : (step?.pauseMs ?? LONGEST_PAUSE_MS)
  if (heard) return now + pauseMs
  return now + Math.max(pauseMs, Math.min(Math.round(waited * UNHEARD_PAUSE_SHARE), LONGEST_UNHEARD_PAUSE_MS))
}

/**
 * Chooses the level of a reminder that nobody has answered since `since`; both times in milliseconds. It is never below
 * the present `level`, but for a missed order: loudest at first, so that no mute hides it, and later held by a mute and
 * by quiet hours, because its evening may be over.
 */
export function alertLevel({ kind, since, level }: Escalating, now: number): Level {
  const waited = now - since
  if (kind === 'missed') return waited < MISSED_PAUSE_MS ? LEVEL.loudest : LEVEL.louder
  if (waited >= LOUDEST_AFTER_MS || level === LEVEL.loudest) return LEVEL.loudest
  return waited >= LOUDER_AFTER_MS || level === LEVEL.louder ? LEVEL.louder : LEVEL.normal
}
