import type { ReminderPage, ReminderQuery } from '../../shared/api/reminders.ts'
import type { Context } from '../context/context.ts'
import { newestFirst, type SortColumn } from '../db/paging.ts'
import { IS_OPEN, REMINDER_OF_ORDER_COLUMNS, type ReminderOfOrder, toReminder } from './reminder-row.ts'

type FoundReminder = ReminderOfOrder & { placed_at: number }

const ID: SortColumn<FoundReminder> = { column: 'reminders.id', field: 'id', type: 'text' }

/** The history of a store is read along its orders, for which there is an index anyway. */
const BY_ORDER: readonly SortColumn<FoundReminder>[] = [
  { column: 'orders.created_at', field: 'placed_at', type: 'number' },
  { column: 'orders.id', field: 'order_id', type: 'number' },
  ID,
]

/**
 * Searches reminders by filters, a page at a time by keyset, newest first: by their ids, which begin with the time; of
 * one store, closed ones included, by the time of their orders. Throws `cursor_invalid`.
 */
export async function findReminders(ctx: Context, query: ReminderQuery): Promise<ReminderPage> {
  const search = ctx.db
    .query('reminders')
    .join('orders', 'orders.id', 'reminders.order_id')
    .select(ctx.db.query.raw(`${REMINDER_OF_ORDER_COLUMNS}, orders.created_at AS placed_at`))
  if (query.orderId !== undefined) search.where('reminders.order_id', query.orderId)
  if (query.state === 'open') search.whereRaw(`reminders.${IS_OPEN}`)
  else if (query.state !== undefined) search.where('reminders.state', query.state)
  const alongOrders = query.storeId !== undefined && query.orderId === undefined && query.state !== 'open'
  if (query.storeId !== undefined) search.where(`${alongOrders ? 'orders' : 'reminders'}.store_id`, query.storeId)
  const { rows, next } = await newestFirst<FoundReminder>(search, {
    by: alongOrders ? BY_ORDER : [ID],
    limit: query.limit,
    cursor: query.cursor,
  })
  return { reminders: rows.map(toReminder), next }
}
