import { LEVEL, type Level, type ReminderKind } from './reminder.ts'

/**
 * The ladder: when an unanswered reminder is announced, by the time that it has waited, and from when on how loudly.
 * Server, clients, tests and the table in docs/reliability.md read it here. Milliseconds.
 */
export const LADDER: readonly { waitedMs: number; level: Level }[] = [
  { waitedMs: 0, level: LEVEL.normal },
  { waitedMs: 30_000, level: LEVEL.normal },
  { waitedMs: 90_000, level: LEVEL.normal },
  { waitedMs: 210_000, level: LEVEL.louder },
  { waitedMs: 300_000, level: LEVEL.loudest },
]

/** Pause between the announcements after the last step, milliseconds. */
export const LADDER_PAUSE_MS = 300_000
/**
 * From the last step on, the reminders of a store are announced together: one that was announced longer ago than this
 * comes along, milliseconds. An empty shop hears one sentence for all, and not one for each.
 */
export const TOGETHER_AFTER_MS = 60_000
/** Pause between the announcements of a missed order, milliseconds: it must not be forgotten, and is lost already. */
export const MISSED_PAUSE_MS = 900_000

/** The time waited at the last step, milliseconds. */
export const LAST_STEP_MS = Math.max(...LADDER.map(({ waitedMs }) => waitedMs))

/** The levels of an order that its customer urges: from the third urge and from the fifth, however young the urge is. */
export const URGE_LEVELS: readonly { urges: number; level: Level }[] = [
  { urges: 3, level: LEVEL.louder },
  { urges: 5, level: LEVEL.loudest },
]

/** A step that is nearer than this to an announcement out of turn is passed over, unless it is one of {@link firmSteps}. */
const TOO_SOON_MS = 15_000

/** The facts of a reminder from which its announcements follow. */
export interface Climb {
  kind: ReminderKind
  /** The store's acceptance limit, milliseconds since the reminder was raised; only new orders have one. */
  limitMs?: number | undefined
}

/** Chooses the level of a reminder that nobody has answered for `waitedMs`, milliseconds. */
export function ladderLevel(climb: Climb, waitedMs: number): Level {
  // Loudest at first, so that no mute hides it; later a mute and quiet hours hold, because its evening may be over.
  if (climb.kind === 'missed') return waitedMs < MISSED_PAUSE_MS ? LEVEL.loudest : LEVEL.louder
  if (isOverdue(climb, waitedMs)) return LEVEL.loudest
  return LADDER.findLast((step) => step.waitedMs <= waitedMs)?.level ?? LEVEL.normal
}

/** Chooses the level of the announcement of an urge, by the number of the order's urges. */
export function urgeLevel(urges: number): Level {
  return URGE_LEVELS.findLast((step) => step.urges <= urges)?.level ?? LEVEL.normal
}

/** Tells whether a new order has waited for longer than its store allows; milliseconds. */
export function isOverdue({ kind, limitMs = Infinity }: Climb, waitedMs: number): boolean {
  return kind === 'new_order' && waitedMs >= limitMs
}

/**
 * Finds the next announcement of a reminder that is announced when it has waited `waitedMs`; the result, too, is the
 * time waited, in milliseconds. It is one step, however many a server slept through (I10).
 */
export function nextStep(climb: Climb, waitedMs: number): number {
  if (climb.kind === 'missed') return waitedMs + MISSED_PAUSE_MS
  const steps = LADDER.map((step) => step.waitedMs).filter((ms) => ms > waitedMs + TOO_SOON_MS)
  return Math.min(waitedMs + LADDER_PAUSE_MS, ...steps, ...firmSteps(climb, waitedMs))
}

/** Lists the coming steps that nothing delays: the first at the loudest level, and the limit. */
export function firmSteps({ kind, limitMs }: Climb, waitedMs: number): number[] {
  if (kind === 'missed') return []
  const loudest = LADDER.find(({ level }) => level === LEVEL.loudest)?.waitedMs
  return [loudest, kind === 'new_order' ? limitMs : undefined].filter(
    (ms) => ms !== undefined && ms > waitedMs,
  ) as number[]
}
