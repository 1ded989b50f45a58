import type { EscalationCause, EscalationStep } from '../../shared/api/escalation.ts'
import type { StoreSettings } from '../../shared/api/stores.ts'
import type { OrderSummary, ReminderKind } from '../../shared/reminder.ts'
import type { ReminderRow } from './reminder-row.ts'

/** The part of a reminder from which its escalation follows. */
export type Waiting = Pick<ReminderRow, 'kind' | 'since' | 'details'>

/** A step of a policy that is due, with the number of its latest round, from 0. */
export interface DueStep {
  step: EscalationStep
  /** Its place in the policy. */
  index: number
  round: number
}

/** The kinds of reminders that a cause is about. */
const KINDS: Record<EscalationCause, readonly ReminderKind[]> = {
  unanswered: ['new_order', 'urge', 'cancel'],
  limit: ['new_order'],
  no_device: ['new_order', 'urge', 'cancel'],
  not_heard: ['new_order', 'urge', 'cancel'],
  not_printed: ['new_order', 'urge', 'cancel'],
  expired: ['missed'],
  // About the shop, and no reminder (attention/watch-stores.ts).
  away: [],
}

/** Reads the policy of settings that may be older than policies are. */
export function policyOf({ escalation }: Partial<StoreSettings>): readonly EscalationStep[] {
  return escalation ?? []
}

/**
 * Finds the steps with a round between `from` and `now`, both included, milliseconds. A step that was due several times,
 * as after a stop of the server, counts with its latest round alone.
 */
export function stepsDue(
  policy: readonly EscalationStep[],
  reminder: Waiting,
  { from, now }: { from: number; now: number },
): DueStep[] {
  return policy.flatMap((step, index) => {
    const times = timesOf(step, reminder)
    const round = times.findLastIndex((at) => at <= now)
    return round >= 0 && (times[round] ?? 0) >= from ? [{ step, index, round }] : []
  })
}

/**
 * Dates the next round of any step at or after `from`, milliseconds; `null`: there is none any more. Each round follows
 * from the beginning of the wait, so that the date alone says what was dealt with.
 */
export function nextEscalation(policy: readonly EscalationStep[], reminder: Waiting, from: number): number | null {
  const times = policy.flatMap((step) => timesOf(step, reminder)).filter((at) => at >= from)
  return times.length === 0 ? null : Math.min(...times)
}

/** Lists the times of a step's rounds, rising, milliseconds. */
function timesOf({ cause, afterS, repeatS = 0, most }: EscalationStep, reminder: Waiting): number[] {
  if (!KINDS[cause].includes(reminder.kind)) return []
  const begins = beginningOf(cause, reminder)
  if (begins === undefined) return []
  return Array.from({ length: most }, (_, round) => begins + (afterS + round * repeatS) * 1_000)
}

/**
 * Dates the beginning of a cause, milliseconds; `undefined`: there is none. Of the limit only the distance to the payment
 * counts: both are of one clock.
 */
export function beginningOf(
  cause: EscalationCause,
  { since, details }: Pick<Waiting, 'since' | 'details'>,
): number | undefined {
  if (cause !== 'limit') return since
  const { paidAt, acceptBy } = JSON.parse(details) as Pick<OrderSummary, 'paidAt' | 'acceptBy'>
  return paidAt === undefined || acceptBy === undefined ? undefined : since + acceptBy - paidAt
}
