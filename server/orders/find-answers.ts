import type { OrderHistory } from '../../shared/api/order-history.ts'
import { type AnsweredBy, reminderStateSchema } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'

interface AnswerRow {
  order_id: number
  answered_by: string
  answered_at: number
}

/** The kinds of reminders by whose answer an order is accepted or refused. */
const ASKING = ['new_order', 'missed']

/** Finds the latest human answer to each of the orders that was given one, by its reminders. */
export async function findAnswers(
  ctx: Pick<Context, 'db'>,
  orders: readonly { id: number }[],
): Promise<OrderHistory['answers']> {
  if (orders.length === 0) return []
  const rows: AnswerRow[] = await ctx.db
    .query<AnswerRow>('reminders')
    .whereIn(
      'order_id',
      orders.map(({ id }) => id),
    )
    .whereIn('kind', ASKING)
    .where('state', reminderStateSchema.enum.acknowledged)
    .whereNotNull('answered_by')
    .whereNotNull('answered_at')
    .orderBy('answered_at')
    .select('order_id', 'answered_by', 'answered_at')
  const latest = new Map(rows.map((row) => [row.order_id, row]))
  return [...latest.values()].map((row) => ({
    orderId: row.order_id,
    by: JSON.parse(row.answered_by) as AnsweredBy,
    at: row.answered_at,
  }))
}
