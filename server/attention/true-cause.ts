import type { EffectCause } from '../../shared/api/attention.ts'
import type { Fulfilment } from '../../shared/order.ts'
import { beginningOf } from '../reminders/escalation-steps.ts'
import type { ReminderRow } from '../reminders/reminder-row.ts'
import type { Reported } from './reported.ts'

/** A reminder as a message tells it: nothing of the customer. */
export type CoveredRow = Pick<ReminderRow, 'id' | 'kind' | 'state' | 'since' | 'details' | 'answered_by'> &
  Reported & { number: string; fulfilment: Fulfilment }

/**
 * Chooses the cause that a message gives: the one that it was planned for, if that is true of everything in it at this
 * moment, else that nobody has answered, which is. A message that waited for its turn takes along what fell due meanwhile
 * for other reasons, and a device may have come back.
 */
export function trueCause(
  planned: EffectCause,
  rows: readonly CoveredRow[],
  { now, connected }: { now: number; connected: boolean },
): EffectCause {
  switch (planned) {
    case 'no_device':
      return connected ? 'unanswered' : planned
    case 'not_heard':
      return rows.every(({ heard }) => heard === 0) ? planned : 'unanswered'
    case 'not_printed':
      return rows.every(({ unprinted }) => unprinted === 1) ? planned : 'unanswered'
    case 'limit':
      return rows.every((row) => (beginningOf('limit', row) ?? Number.POSITIVE_INFINITY) <= now)
        ? planned
        : 'unanswered'
    case 'expired':
      return rows.every(({ kind }) => kind === 'missed') ? planned : 'unanswered'
    default:
      return planned
  }
}
