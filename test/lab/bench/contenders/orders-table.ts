import { join } from 'node:path'
import knex, { type Knex } from 'knex'
import type sqlite3 from 'sqlite3'

/** A database of a peer's own, in DIR, with ORDERS unpaid orders; `pragmas` is applied to its one connection. */
export async function openOrdersTable(pragmas: string[]): Promise<Knex> {
  const db = knex({
    client: 'sqlite3',
    connection: { filename: join(String(process.env['DIR']), 'peer.db') },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate(connection: sqlite3.Database, done: (error: Error | null) => void) {
        connection.exec(pragmas.join(';'), done)
      },
    },
  })
  if (await db.schema.hasTable('orders')) return db
  await db.schema.createTable('orders', (t) => {
    t.increments('id')
    t.string('number').notNullable().unique()
    t.integer('status').notNullable()
    t.integer('pay_status').notNullable()
    t.bigInteger('checkout_time')
  })
  await db.schema.createTable('payments', (t) => {
    t.increments('id')
    t.string('transaction_id').notNullable().unique()
    t.string('order_number').notNullable()
    t.integer('amount_minor').notNullable()
    t.bigInteger('paid_at').notNullable()
  })
  await db.schema.createTable('reminders', (t) => {
    t.increments('id')
    t.string('order_number').notNullable()
    t.text('body').notNullable()
    t.bigInteger('at').notNullable()
  })
  await db.raw(
    `WITH RECURSIVE numbers(n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM numbers WHERE n < ? - 1)
     INSERT INTO orders (number, status, pay_status) SELECT printf('B%09d', n), 1, 0 FROM numbers`,
    [Number(process.env['ORDERS'])],
  )
  return db
}
