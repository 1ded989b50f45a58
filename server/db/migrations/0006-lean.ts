import type { Knex } from 'knex'
import { summariseOrder } from '../../../shared/api/order-summary.ts'
import type { Customer, OrderItem } from '../../../shared/api/orders.ts'
import type { Currency } from '../../../shared/money.ts'
import type { Fulfilment } from '../../../shared/order.ts'
import { rewriteRows } from './rewrite-rows.ts'

/** The indexes that no statement needs any more, or that hold every row where a few are looked for. */
const DROPPED = `
  DROP INDEX payments_state_recorded_at_id_index;
  DROP INDEX payments_order_id_index;
  DROP INDEX payment_attempts_order_id_index;
  DROP INDEX reminders_store_id_created_at_id_index;
  DROP INDEX reminders_open;
  DROP INDEX reminder_log_at_index`

const MADE = `
  CREATE INDEX payments_waiting ON payments (state, recorded_at, id) WHERE state <> 'applied';
  CREATE INDEX payments_not_applied ON payments (order_id) WHERE state <> 'applied';
  CREATE INDEX reminders_open ON reminders (store_id, id) WHERE state = 'open'`

/** The keys of a reminder's summary that come from the order as it was placed. */
const PLACED = ['number', 'amountMinor', 'currency', 'fulfilment', 'items', 'moreItems', 'remark', 'customer']

/**
 * Makes a payment's rows smaller. The summary that reminders carry of an order moves to the order, where it is made once,
 * when the order is placed; a reminder keeps the details that have changed since. The hash of a payment's facts goes: the
 * facts are there. Indexes hold what is looked for, and no more.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('orders', (t) => {
    t.text('summary').notNullable().defaultTo('')
  })
  await rewriteRows(
    knex,
    {
      table: 'orders',
      reads: ['number', 'amount_minor', 'currency', 'fulfilment', 'items', 'remark', 'customer'],
      writes: 'summary',
    },
    (order) => JSON.stringify(summariseOrder(asPlaced(order))),
  )
  await knex.schema.raw('ALTER TABLE reminders RENAME COLUMN summary TO details')
  await rewriteRows(knex, { table: 'reminders', reads: ['details'], writes: 'details' }, ({ details }) => {
    const whole = Object.entries(JSON.parse(String(details)) as object)
    return JSON.stringify(Object.fromEntries(whole.filter(([key]) => !PLACED.includes(key))))
  })
  await knex.schema.raw('ALTER TABLE payments DROP COLUMN body_hash')
  for (const statement of [...DROPPED.split(';'), ...MADE.split(';')]) await knex.schema.raw(statement)
}

type Row = Record<string, string | number | null>

function asPlaced({ number, amount_minor, currency, fulfilment, items, remark, customer }: Row) {
  return {
    number: String(number),
    amountMinor: Number(amount_minor),
    currency: String(currency) as Currency,
    fulfilment: String(fulfilment) as Fulfilment,
    items: JSON.parse(String(items)) as OrderItem[],
    ...(remark !== null && { remark: String(remark) }),
    ...(customer !== null && { customer: JSON.parse(String(customer)) as Customer }),
  }
}

/** Throws an Error: hashes and joined summaries cannot be had back. The way back is a backup made before. */
export async function down(): Promise<never> {
  throw new Error('this migration cannot be undone; restore a backup that was made before it')
}
