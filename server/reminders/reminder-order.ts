/** The columns of an order from which a reminder is made. Times are milliseconds; `summary` is JSON. */
export interface ReminderOrder {
  id: number
  store_id: string
  number: string
  summary: string
  urges: number
  reason: string | null
  created_at: number
  paid_at: number | null
  revived_at: number | null
}

const COLUMNS = [
  'id',
  'store_id',
  'number',
  'summary',
  'urges',
  'reason',
  'created_at',
  'paid_at',
  'revived_at',
] as const satisfies readonly (keyof ReminderOrder)[]

/**
 * The same as SQL, for the RETURNING of statements that change orders: each column of a row costs the thread that
 * answers payments a microsecond or more.
 */
export const REMINDER_ORDER_COLUMNS = COLUMNS.map((name) => `orders.${name}`).join(', ')
