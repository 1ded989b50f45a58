import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { tellEvents } from '../events/tell-events.ts'
import type { EffectRow } from './effect-row.ts'

/** Tells ordering systems that somebody outside of the shop was told; a test tells nobody anything. */
export async function tellTold(tx: Tx, ctx: Context, effect: EffectRow): Promise<void> {
  const { cause, store_id: storeId, contact_id: contactId, channel_id: channelId, reminder_id: reminderId } = effect
  if (cause === 'test') return
  const told = await tx.get<{ contact: string; channel: string }>(
    `SELECT contacts.name AS contact, channel_accounts.kind AS channel FROM contacts CROSS JOIN channel_accounts
      WHERE contacts.id = ? AND channel_accounts.id = ?`,
    [contactId, channelId],
  )
  if (told === undefined) return
  const order = await tx.get<{ id: number; number: string }>(
    'SELECT orders.id, orders.number FROM reminders JOIN orders ON orders.id = reminders.order_id WHERE reminders.id = ?',
    [reminderId],
  )
  tellEvents(tx, ctx, [{ type: 'attention.told', storeId, order: order ?? null, data: { ...told, cause } }])
}
