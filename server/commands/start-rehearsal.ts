import type { Rehearsal, StartRehearsal } from '../../shared/api/rehearsals.ts'
import type { Locale } from '../../shared/locales.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import { storeOfChannel, storeOfContact } from '../attention/target-store.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { createOrder } from '../orders/create-order.ts'
import type { OrderRow } from '../orders/order-row.ts'
import { raiseReminders } from '../reminders/raise-reminder.ts'
import { getStore } from '../stores/stores.ts'
import { REHEARSALS, type RehearsalRow, toRehearsal } from './rehearsal-row.ts'

/** The dish and the remark of the order, so that nobody cooks it. */
const WORDS: Record<Locale, { dish: string; remark: string }> = {
  'zh-CN': { dish: '演练，不用做', remark: '这是演练：请像平时一样接单，不用做菜' },
  en: { dish: 'Drill, do not cook', remark: 'This is a drill: accept it as usual, and cook nothing' },
}

/**
 * Begins a rehearsal: an order that rings as any other, of no money, so that it counts in no takings, no statistics and
 * no report. The store’s policy tells nobody of it: the rehearsal tells its own contact. Throws `store_unknown`,
 * `contact_unknown`, `channel_unknown`, `rehearsal_under_way`.
 */
export async function startRehearsal(
  tx: Tx,
  ctx: Context,
  storeId: string,
  { tell }: StartRehearsal,
): Promise<Rehearsal> {
  const store = await getStore(tx, storeId)
  if (tell !== null) {
    await storeOfContact(tx, tell.contactId, storeId)
    await storeOfChannel(tx, tell.channelId, storeId)
  }
  const other = await tx.get(`SELECT id FROM rehearsals WHERE store_id = ? AND phase <> 'over' LIMIT 1`, [storeId])
  if (other !== undefined) throw appError('rehearsal_under_way')
  const { dish, remark } = WORDS[store.locale]
  const { id: orderId } = await createOrder(tx, ctx, {
    ...{ storeId, items: [{ name: dish, quantity: 1 }], remark, amountMinor: 0, currency: 'CNY', fulfilment: 'pickup' },
  })
  const order = await tx.get<OrderRow>(
    `UPDATE orders SET status = ${ORDER_STATUS.to_be_confirmed}, payment = NULL WHERE id = ? RETURNING *`,
    [orderId],
  )
  if (order === undefined) throw new Error('the order of a rehearsal was not found')
  await raiseReminders(tx, ctx, [{ order, kind: 'new_order', dedupe: '' }])
  await tx.run('UPDATE reminders SET escalate_at = NULL WHERE order_id = ?', [orderId])
  const id = ctx.random.id('rh')
  await tx.run(
    `INSERT INTO rehearsals (id, store_id, order_id, contact_id, channel_id, phase, begun_at)
     VALUES (?, ?, ?, ?, ?, 'ringing', ?)`,
    [id, storeId, orderId, tell?.contactId ?? null, tell?.channelId ?? null, ctx.clock.now()],
  )
  const row = await tx.get<RehearsalRow>(`${REHEARSALS} WHERE rehearsals.id = ?`, [id])
  if (row === undefined) throw new Error('INSERT INTO rehearsals returned nothing')
  return toRehearsal(row)
}
