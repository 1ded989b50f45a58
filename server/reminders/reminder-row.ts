import type { Reminder } from '../../shared/api/reminders.ts'
import type { AnsweredBy, Level, OrderSummary, ReminderKind, ReminderState } from '../../shared/reminder.ts'

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
  /** Time that counts towards expiry: between alerts that a device announced, milliseconds. */
  heard_ms: number
  answered_by: string | null
  answered_at: number | null
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
