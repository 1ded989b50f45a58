import type { Knex } from 'knex'

/** Creates the first tables: stores, devices and keys; orders and payments; reminders and their log. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('stores', (t) => {
    t.string('id', 64).primary()
    t.string('name', 200).notNullable()
    t.string('locale', 16).notNullable()
    t.string('timezone', 64).notNullable()
    t.string('epoch', 64).notNullable()
    t.bigInteger('head_seq').notNullable().defaultTo(0)
    t.bigInteger('min_seq').notNullable().defaultTo(0)
    t.text('settings').notNullable()
    t.bigInteger('created_at').notNullable()
  })

  await knex.schema.createTable('devices', (t) => {
    t.string('id', 64).primary()
    t.string('store_id', 64).notNullable().references('id').inTable('stores')
    t.string('name', 100).notNullable()
    t.string('platform', 100).notNullable()
    t.string('token_hash', 64).notNullable().unique()
    t.bigInteger('acked_seq').notNullable().defaultTo(0)
    t.bigInteger('last_seen_at')
    t.bigInteger('created_at').notNullable()
    t.bigInteger('revoked_at')
    t.index(['store_id'])
  })

  await knex.schema.createTable('pairing_codes', (t) => {
    t.string('selector', 8).primary()
    t.string('code_hash', 128).notNullable()
    t.string('store_id', 64).notNullable().references('id').inTable('stores')
    t.integer('tries').notNullable().defaultTo(0)
    t.bigInteger('expires_at').notNullable()
    t.bigInteger('used_at')
  })

  await knex.schema.createTable('api_keys', (t) => {
    t.string('id', 64).primary()
    t.string('role', 16).notNullable()
    t.string('key_hash', 64).notNullable().unique()
    t.bigInteger('created_at').notNullable()
    t.bigInteger('revoked_at')
  })

  await knex.schema.createTable('orders', (t) => {
    t.bigIncrements('id')
    t.string('store_id', 64).notNullable().references('id').inTable('stores')
    t.string('number', 64).notNullable().unique()
    t.integer('status').notNullable()
    t.integer('pay_status').notNullable().defaultTo(0)
    t.bigInteger('amount_minor').notNullable()
    t.string('currency', 3).notNullable()
    t.string('fulfilment', 16).notNullable()
    t.text('items').notNullable()
    t.text('remark')
    t.text('customer')
    t.string('customer_phone', 64)
    t.integer('urges').notNullable().defaultTo(0)
    t.bigInteger('last_urged_at')
    t.text('reason')
    t.bigInteger('created_at').notNullable()
    t.bigInteger('paid_at')
    t.bigInteger('confirmed_at')
    t.bigInteger('dispatched_at')
    t.bigInteger('completed_at')
    t.bigInteger('cancelled_at')
    t.index(['store_id', 'created_at', 'id'])
    /** The orders on a store's board: few, however long its history. `IS_UNDER_WAY` repeats the predicate. */
    t.index(['store_id', 'created_at', 'id'], 'orders_under_way', {
      predicate: knex.whereRaw('status IN (2, 3, 4)'),
    })
    t.index(['created_at'], 'orders_unpaid', { predicate: knex.whereRaw('status = 1') })
    t.index(['dispatched_at'], 'orders_delivering', { predicate: knex.whereRaw('status = 4') })
  })

  await knex.schema.createTable('payment_attempts', (t) => {
    t.string('id', 64).primary()
    t.bigInteger('order_id').notNullable().references('id').inTable('orders')
    t.string('provider', 32).notNullable()
    t.bigInteger('created_at').notNullable()
    t.index(['order_id'])
  })

  await knex.schema.createTable('payments', (t) => {
    t.string('id', 64).primary()
    t.string('provider', 32).notNullable()
    t.string('transaction_id', 128).notNullable()
    t.string('order_number', 64).notNullable()
    t.bigInteger('order_id').references('id').inTable('orders')
    t.bigInteger('amount_minor').notNullable()
    t.string('currency', 3).notNullable()
    t.string('state', 16).notNullable()
    t.string('review_reason', 32)
    t.string('body_hash', 64).notNullable()
    t.bigInteger('paid_at').notNullable()
    t.bigInteger('recorded_at').notNullable()
    t.unique(['provider', 'transaction_id'])
    t.index(['state', 'recorded_at', 'id'])
    t.index(['order_id'])
  })
  // I4: whatever happens, an order has one applied payment at most.
  await knex.schema.raw(`CREATE UNIQUE INDEX payments_applied ON payments (order_id) WHERE state = 'applied'`)

  await knex.schema.createTable('reminders', (t) => {
    t.string('id', 64).primary()
    t.string('store_id', 64).notNullable().references('id').inTable('stores')
    t.bigInteger('order_id').notNullable().references('id').inTable('orders')
    t.string('kind', 16).notNullable()
    t.string('dedupe', 64).notNullable()
    t.string('content', 200).notNullable()
    t.text('summary').notNullable()
    t.string('state', 16).notNullable()
    t.integer('n').notNullable()
    t.integer('level').notNullable()
    t.bigInteger('created_at').notNullable()
    /** Start of the escalation, milliseconds: the creation, or the latest urge. */
    t.bigInteger('since').notNullable()
    /** Position in the log of its latest announcement. */
    t.bigInteger('seq').notNullable()
    t.bigInteger('alerted_at').notNullable()
    t.bigInteger('next_alert_at')
    t.text('answered_by')
    t.bigInteger('answered_at')
    t.unique(['order_id', 'kind', 'dedupe'])
    t.index(['store_id', 'created_at', 'id'])
    t.index(['next_alert_at'], 'reminders_due', { predicate: knex.whereRaw(`state = 'open'`) })
    t.index(['store_id'], 'reminders_open', { predicate: knex.whereRaw(`state = 'open'`) })
  })

  await knex.schema.createTable('reminder_log', (t) => {
    t.string('store_id', 64).notNullable().references('id').inTable('stores')
    t.bigInteger('seq').notNullable()
    t.string('event_id', 64).notNullable()
    t.string('what', 8).notNullable()
    t.string('reminder_id', 64).notNullable()
    t.integer('n').notNullable()
    t.text('body').notNullable()
    t.bigInteger('at').notNullable()
    t.primary(['store_id', 'seq'])
    t.index(['at'])
  })

  await knex.schema.createTable('receipts', (t) => {
    t.string('reminder_id', 64).notNullable().references('id').inTable('reminders')
    t.string('device_id', 64).notNullable().references('id').inTable('devices')
    t.integer('n').notNullable()
    t.text('outcome').notNullable()
    t.bigInteger('announced_at').notNullable()
    t.primary(['reminder_id', 'device_id', 'n'])
  })

  await knex.schema.createTable('idempotency', (t) => {
    t.string('scope', 64).notNullable()
    t.string('key', 255).notNullable()
    t.string('request_hash', 64).notNullable()
    t.integer('status').notNullable()
    t.text('body').notNullable()
    t.bigInteger('created_at').notNullable()
    t.primary(['scope', 'key'])
    t.index(['created_at'])
  })

  /** Values that this installation has once, by name. */
  await knex.schema.createTable('installation', (t) => {
    t.string('name', 64).primary()
    t.text('value').notNullable()
  })
}

/** Drops every table of {@link up}. */
export async function down(knex: Knex): Promise<void> {
  for (const table of [
    'installation',
    'idempotency',
    'receipts',
    'reminder_log',
    'reminders',
    'payments',
    'payment_attempts',
    'orders',
    'api_keys',
    'pairing_codes',
    'devices',
    'stores',
  ]) {
    await knex.schema.dropTable(table)
  }
}
