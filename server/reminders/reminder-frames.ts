import { type AnsweredBy, type AnswerMove, REMINDER_TYPE, type ReminderState } from '../../shared/reminder.ts'
import { cleanLine } from '../../shared/text.ts'
import type { NewEntry, Position } from '../log/append-log.ts'
import { announcedOverdue } from './escalation-policy.ts'
import { wholeSummary } from './order-details.ts'
import { claimOf, type ReminderOfOrder, type ReminderRow } from './reminder-row.ts'

/**
 * Makes the text of the frame that announces a reminder in its present state. It is made once for each announcement, and
 * stands on the log as it is sent.
 */
export function reminderFrame(reminder: ReminderOfOrder, cursor: string): string {
  const head = JSON.stringify({
    type: REMINDER_TYPE[reminder.kind],
    orderId: reminder.order_id,
    content: reminder.content,
    id: reminder.id,
    seq: reminder.seq,
    cursor,
    n: reminder.n,
    level: reminder.level,
    at: reminder.alerted_at,
    ...(announcedOverdue(reminder) && { overdue: true }),
    ...(claimedFor(reminder) && claimOf(reminder)),
  })
  return `${head.slice(0, -1)},"order":${wholeSummary(reminder)}}`
}

/** Tells whether somebody outside still saw to a reminder when it was announced. */
function claimedFor({ claimed_until, alerted_at }: ReminderRow): boolean {
  return claimed_until !== null && claimed_until > alerted_at
}

/** Makes the log entry that tells who outside sees to an open reminder; the caller has just claimed the row. */
export function claimEntry(
  reminder: Pick<ReminderRow, 'id' | 'n' | 'claimed_by' | 'claimed_until'>,
  position: Position,
): NewEntry {
  const { id, n } = reminder
  const { seq, cursor, at } = position
  const body = JSON.stringify({ op: 'claimed', id, seq, cursor, ...claimOf(reminder), at })
  return { position, what: 'claim', reminderId: id, n, body }
}

/** Makes the log entry that announces a reminder in its present state. */
export function remindEntry(reminder: ReminderOfOrder, position: Position): NewEntry {
  const body = reminderFrame(reminder, position.cursor)
  return { position, what: 'remind', reminderId: reminder.id, n: reminder.n, body }
}

/** Characters of a reason, of which the whole is with the order. */
const MAX_REASON = 200

/** The end of a reminder. `move`: what was done, with the reason that was given. */
export interface Closed {
  state: Exclude<ReminderState, 'open'>
  by: AnsweredBy
  move?: AnswerMove
  reason?: string | undefined
}

/** Makes the log entry that ends a reminder, unique and last (I9): the caller has just moved the row out of `open`. */
export function closeEntry(
  { id, n }: Pick<ReminderRow, 'id' | 'n'>,
  { state, by, move, reason }: Closed,
  position: Position,
): NewEntry {
  const { seq, cursor, at } = position
  const why = cleanLine(reason ?? '', MAX_REASON)
  const did = { ...(move !== undefined && { move }), ...(why !== '' && { reason: why }) }
  const body = JSON.stringify({ op: 'closed', id, seq, cursor, state, by, ...did, at })
  return { position, what: 'close', reminderId: id, n, body }
}
