import { summariseOrder } from '../../shared/api/order-summary.ts'
import type { CreateOrder, Order } from '../../shared/api/orders.ts'
import type { Currency } from '../../shared/money.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import { usableZone } from '../../shared/time-zones.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getStore, toStore } from '../stores/stores.ts'
import { type OrderRow, toOrder } from './order-row.ts'

/** Numbers drawn for one order before another fault must be the cause. */
const NUMBER_TRIES = 5

/**
 * Records an order that waits for its payment. No reminder is raised yet: the bell rings for paid orders.
 * Throws `store_unknown`, `order_number_taken`, and an Error when no free number was drawn.
 */
export async function createOrder(tx: Tx, ctx: Context, input: CreateOrder): Promise<Order> {
  const store = await getStore(tx, input.storeId)
  const order = { ...input, currency: input.currency ?? toStore(store).settings.currency }
  for (let attempt = 0; attempt < NUMBER_TRIES; attempt++) {
    const number = input.number ?? orderNumber(ctx, store.timezone)
    const row = (await isTakenAnywhere(tx, number)) ? undefined : await insertOrder(tx, ctx, order, number)
    if (row !== undefined) return toOrder(row)
    if (input.number !== undefined) throw appError('order_number_taken')
  }
  throw new Error('no free order number found')
}

/** The form of the server's own numbers. One of them names an order in all stores. */
const OWN_NUMBER = /^20\d{16}$/

async function isTakenAnywhere(tx: Tx, number: string): Promise<boolean> {
  if (!OWN_NUMBER.test(number)) return false
  return (await tx.get('SELECT id FROM orders WHERE number = ? LIMIT 1', [number])) !== undefined
}

/** Draws a number: today's date at the store and ten random digits, unique in practice, the last four easy to say. */
function orderNumber(ctx: Context, timezone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: usableZone(timezone), dateStyle: 'short' }).format(
    ctx.clock.now(),
  )
  return `${day.replaceAll('-', '')}${ctx.random.digits(10)}`
}

/** Inserts an unpaid order; resolves to `undefined` when its number is taken in its store. */
async function insertOrder(
  tx: Tx,
  ctx: Context,
  input: CreateOrder & { currency: Currency },
  number: string,
): Promise<OrderRow | undefined> {
  return await tx.get<OrderRow>(
    `INSERT INTO orders
       (store_id, number, status, amount_minor, currency, fulfilment, items, remark, customer, customer_phone, summary,
        payment, created_at)
     VALUES (?, ?, ${ORDER_STATUS.pending_payment}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (number, store_id) DO NOTHING RETURNING *`,
    [
      input.storeId,
      number,
      input.amountMinor,
      input.currency,
      input.fulfilment,
      JSON.stringify(input.items),
      input.remark ?? null,
      input.customer === undefined ? null : JSON.stringify(input.customer),
      input.customer?.phone ?? null,
      JSON.stringify(summariseOrder({ ...input, number })),
      input.payment ?? (input.amountMinor === 0 ? 'none' : null),
      ctx.clock.now(),
    ],
  )
}
