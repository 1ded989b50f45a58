import type { ReminderPage, ReminderQuery } from '../../shared/api/reminders.ts'
import type { Context } from '../context.ts'
import { parsePageKey, toPage } from '../paging.ts'
import { type ReminderRow, toReminder } from './reminder-row.ts'

/** Reminders by filters, newest first, a page at a time by keyset. Throws `cursor_invalid`. */
export async function findReminders(ctx: Context, query: ReminderQuery): Promise<ReminderPage> {
  const search = ctx.db.query<ReminderRow>('reminders').orderBy([
    { column: 'created_at', order: 'desc' },
    { column: 'id', order: 'desc' },
  ])
  if (query.storeId !== undefined) search.where('store_id', query.storeId)
  if (query.state !== undefined) search.where('state', query.state)
  if (query.orderId !== undefined) search.where('order_id', query.orderId)
  if (query.cursor !== undefined) {
    const after = parsePageKey(query.cursor)
    search.whereRaw('(created_at, id) < (?, ?)', [after.at, after.id])
  }
  const rows: ReminderRow[] = await search.limit(query.limit + 1)
  const page = toPage(rows, query.limit, (row) => ({ at: row.created_at, id: row.id }))
  return { reminders: page.rows.map(toReminder), next: page.next }
}
