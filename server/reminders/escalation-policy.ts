import {
  type Climb,
  firmSteps,
  isOverdue,
  LAST_STEP_MS,
  ladderLevel,
  nextStep,
  urgeLevel,
} from '../../shared/ladder.ts'
import { LEVEL, type Level, type OrderSummary } from '../../shared/reminder.ts'
import type { ReminderRow } from './reminder-row.ts'

/**
 * Without a device that announces it, the pause grows with the time waited, up to an hour: an abandoned store costs
 * little.
 */
const UNHEARD_PAUSE_SHARE = 0.25
const LONGEST_UNHEARD_PAUSE_MS = 3_600_000

/** The part of a reminder from which its level and its next announcement follow. */
export type Escalating = Pick<ReminderRow, 'kind' | 'since' | 'level' | 'details'>

/**
 * Dates the next alert of a reminder that is announced `now`, milliseconds, by the ladder (shared/ladder.ts); later when
 * no device announced (`heard`) the alert before, but never after a step that must be heard. It follows from `since`,
 * which is dated anew with the clock (I10).
 */
export function nextAlertAt(reminder: Escalating, now: number, heard: boolean): number {
  const climb = climbOf(reminder)
  const waited = now - reminder.since
  const next = nextStep(climb, waited)
  if (heard) return reminder.since + next
  // In whole milliseconds, which is what a database keeps.
  const unheard = waited + Math.round(Math.min(waited * UNHEARD_PAUSE_SHARE, LONGEST_UNHEARD_PAUSE_MS))
  return reminder.since + Math.min(Math.max(next, unheard), ...firmSteps(climb, waited))
}

/**
 * Chooses the level of a reminder that nobody has answered until `now`, milliseconds. It is never below the present
 * `level`, but for a missed order, whose evening may be over.
 */
export function alertLevel(reminder: Escalating, now: number): Level {
  const byWaiting = ladderLevel(climbOf(reminder), now - reminder.since)
  if (reminder.kind === 'missed') return byWaiting
  const byUrging = reminder.kind === 'urge' ? urgeLevel(detailsOf(reminder).urges) : LEVEL.normal
  return Math.max(reminder.level, byWaiting, byUrging) as Level
}

/**
 * Tells whether a due reminder brings the others of its store along, `now`, milliseconds: one past the last step does,
 * but for the announcement of its limit, which is of this order alone.
 */
export function bringsCompany(reminder: Escalating & Pick<ReminderRow, 'next_alert_at'>, now: number): boolean {
  const { kind, since, next_alert_at } = reminder
  return kind !== 'missed' && now - since >= LAST_STEP_MS && next_alert_at !== since + (climbOf(reminder).limitMs ?? 0)
}

/** Tells whether a reminder was announced, the last time, after its order's acceptance limit. */
export function announcedOverdue(reminder: Escalating & Pick<ReminderRow, 'alerted_at'>): boolean {
  return isOverdue(climbOf(reminder), reminder.alerted_at - reminder.since)
}

/** An order keeps the limit that it was raised with; the two times are of one clock, and only their distance counts. */
function climbOf(reminder: Escalating): Climb {
  const { kind } = reminder
  if (kind !== 'new_order') return { kind }
  const { paidAt, acceptBy } = detailsOf(reminder)
  return { kind, limitMs: paidAt === undefined || acceptBy === undefined ? undefined : acceptBy - paidAt }
}

function detailsOf({ details }: Escalating): Pick<OrderSummary, 'paidAt' | 'acceptBy' | 'urges'> {
  return JSON.parse(details) as OrderSummary
}
