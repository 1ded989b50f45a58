import type { Reminder } from '../../shared/api/reminders.ts'
import type { ReminderFrame } from '../../shared/protocol/frames.ts'
import {
  type AnsweredBy,
  type Level,
  type OrderSummary,
  REMINDER_TYPE,
  type ReminderKind,
  type ReminderState,
} from '../../shared/reminder.ts'

/** A reminder as the database keeps it. */
export interface ReminderRow {
  id: string
  store_id: string
  order_id: number
  kind: ReminderKind
  dedupe: string
  content: string
  summary: string
  state: ReminderState
  n: number
  level: Level
  created_at: number
  since: number
  seq: number
  alerted_at: number
  next_alert_at: number | null
  answered_by: string | null
  answered_at: number | null
}

/** The frame that announces a reminder as it stands. */
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

/** A reminder as REST shows it. */
export function toReminder(row: ReminderRow): Reminder {
  return {
    id: row.id,
    storeId: row.store_id,
    orderId: row.order_id,
    kind: row.kind,
    content: row.content,
    state: row.state,
    n: row.n,
    level: row.level,
    order: JSON.parse(row.summary) as OrderSummary,
    createdAt: row.created_at,
    nextAlertAt: row.state === 'open' ? row.next_alert_at : null,
    answeredBy: row.answered_by === null ? null : (JSON.parse(row.answered_by) as AnsweredBy),
    answeredAt: row.answered_at,
  }
}
