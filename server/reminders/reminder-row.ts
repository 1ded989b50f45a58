import type { Reminder } from '../../shared/api/reminders.ts'
import type { ClaimedBy } from '../../shared/protocol/frames.ts'
import {
  type AnsweredBy,
  type Level,
  type OrderSummary,
  type ReminderKind,
  type ReminderState,
  reminderStateSchema,
} from '../../shared/reminder.ts'
import { wholeSummary } from './order-details.ts'

/** The condition that nobody has answered a reminder, in the words of the partial indexes on `reminders`. */
export const IS_OPEN = `state = '${reminderStateSchema.enum.open}'`

/** A reminder as the database has it. Times are milliseconds; `details` and `answered_by` are JSON. */
export interface ReminderRow {
  id: string
  store_id: string
  order_id: number
  kind: ReminderKind
  /** Tells reminders of one kind about one order apart. */
  dedupe: string
  content: string
  /** The part of the summary that the order does not have (order-details.ts). */
  details: string
  state: ReminderState
  /** The number of announcements by the server so far. */
  n: number
  level: Level
  created_at: number
  /** Start of the escalation. */
  since: number
  /** Position in the log of the latest announcement. */
  seq: number
  alerted_at: number
  /** `null` when the reminder is closed. */
  next_alert_at: number | null
  /** Time that counts towards expiry: between alerts that a device announced. */
  heard_ms: number
  answered_by: string | null
  answered_at: number | null
  /** Time of the next look at whom to tell outside of the shop; of a closed one, whom to tell that it was answered. */
  escalate_at: number | null
  /** Time at which somebody outside was first to be told. */
  escalated_at: number | null
  /** Time until which somebody outside sees to it. */
  claimed_until: number | null
  /** Its name. */
  claimed_by: string | null
}

/** A reminder with the summary of its order, from which its frames are made. */
export type ReminderOfOrder = ReminderRow & { summary: string }

/** The FROM and columns of a {@link ReminderOfOrder}. */
export const REMINDERS_OF_ORDERS = 'reminders JOIN orders ON orders.id = reminders.order_id'
export const REMINDER_OF_ORDER_COLUMNS = 'reminders.*, orders.summary'

/** Converts a reminder's row to the reminder of the REST interface. */
export function toReminder(row: ReminderOfOrder): Reminder {
  return {
    id: row.id,
    storeId: row.store_id,
    orderId: row.order_id,
    kind: row.kind,
    content: row.content,
    state: row.state,
    n: row.n,
    level: row.level,
    order: JSON.parse(wholeSummary(row)) as OrderSummary,
    createdAt: row.created_at,
    nextAlertAt: row.state === 'open' ? row.next_alert_at : null,
    answeredBy: row.answered_by === null ? null : (JSON.parse(row.answered_by) as AnsweredBy),
    answeredAt: row.answered_at,
    ...claimOf(row),
  }
}

/** Reads who outside sees to a reminder, and until when; nothing where nobody does. */
export function claimOf({
  claimed_by: name,
  claimed_until: until,
}: Pick<ReminderRow, 'claimed_by' | 'claimed_until'>): { claimedBy?: ClaimedBy } {
  return name === null || until === null ? {} : { claimedBy: { name, until } }
}
