import type { ReminderFrame } from '../../shared/protocol/frames.ts'
import { type AnsweredBy, type OrderSummary, REMINDER_TYPE, type ReminderState } from '../../shared/reminder.ts'
import type { NewEntry, Position } from '../log/append-log.ts'
import type { ReminderRow } from './reminder-row.ts'

/** Makes the frame that announces a reminder in its present state. */
export function reminderFrame(row: ReminderRow, cursor: string): ReminderFrame {
  return {
    type: REMINDER_TYPE[row.kind],
    orderId: row.order_id,
    content: row.content,
    id: row.id,
    seq: row.seq,
    cursor,
    n: row.n,
    level: row.level,
    at: row.alerted_at,
    order: JSON.parse(row.summary) as OrderSummary,
  }
}

/** Makes the log entry that announces a reminder in its present state. */
export function remindEntry(reminder: ReminderRow, position: Position): NewEntry {
  const frame = reminderFrame(reminder, position.cursor)
  return { position, what: 'remind', reminderId: reminder.id, n: reminder.n, frame }
}

/** Makes the log entry that ends a reminder, unique and last (I9): the caller has just moved the row out of `open`. */
export function closeEntry(
  { id, n }: Pick<ReminderRow, 'id' | 'n'>,
  closed: { state: Exclude<ReminderState, 'open'>; by: AnsweredBy },
  position: Position,
): NewEntry {
  const { seq, cursor, at } = position
  const frame = { op: 'closed', id, seq, cursor, state: closed.state, by: closed.by, at }
  return { position, what: 'close', reminderId: id, n, frame }
}
