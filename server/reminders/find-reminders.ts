import type { ReminderPage, ReminderQuery } from '../../shared/api/reminders.ts'
import type { Context } from '../context/context.ts'
import { newestFirst } from '../db/paging.ts'
import { type ReminderRow, toReminder } from './reminder-row.ts'

/** Searches reminders by filters, newest first, a page at a time by keyset. Throws `cursor_invalid`. */
export async function findReminders(ctx: Context, query: ReminderQuery): Promise<ReminderPage> {
  const search = ctx.db.query<ReminderRow>('reminders')
  if (query.storeId !== undefined) search.where('store_id', query.storeId)
  if (query.state !== undefined) search.where('state', query.state)
  if (query.orderId !== undefined) search.where('order_id', query.orderId)
  const page = await newestFirst<ReminderRow>(search, {
    at: 'created_at',
    limit: query.limit,
    cursor: query.cursor,
    ids: 'text',
  })
  return { reminders: page.rows.map(toReminder), next: page.next }
}
