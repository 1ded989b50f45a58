import type { Knex } from 'knex'

/**
 * Adds connectors, through which the webhooks of a shop platform become orders, and the platform’s orders by its own ids:
 * a body that comes twice is known by them.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('connectors', (t) => {
    t.string('id', 64).primary()
    t.string('store_id', 64).notNullable().references('id').inTable('stores')
    t.string('kind', 32).notNullable()
    t.string('name', 200).notNullable()
    t.text('settings').notNullable()
    /** The secrets with which bodies are signed, the newest first, as JSON: no call returns them. */
    t.text('secrets').notNullable()
    /** Address and keys of the platform’s API as JSON, which no call returns; absent: nothing is sent back. */
    t.text('api')
    t.bigInteger('created_at').notNullable()
    /** Time of the latest order that came through it, milliseconds. */
    t.bigInteger('last_order_at')
    /** The word for why the latest signed body that was no order could not be read, and when. */
    t.string('last_fault', 300)
    t.bigInteger('last_fault_at')
    /** Position of the store’s latest event that the platform was told of, or does not want to know. */
    t.bigInteger('told_seq').notNullable().defaultTo(0)
    t.bigInteger('told_at')
    /** Calls for the event that is first in line, and the time of the next one, milliseconds; absent: at once. */
    t.integer('attempts').notNullable().defaultTo(0)
    t.bigInteger('next_at')
    /** Time of the first failure since the latest success, milliseconds, and the word for why the latest call failed. */
    t.bigInteger('failing_since')
    t.string('tell_fault', 100)
    t.index(['store_id'])
  })

  await knex.schema.createTable('connector_orders', (t) => {
    t.string('connector_id', 64).notNullable().references('id').inTable('connectors')
    /** The platform’s own id of the order. */
    t.string('external_id', 64).notNullable()
    /** Absent: the platform called it off before it was placed here. */
    t.bigInteger('order_id').references('id').inTable('orders')
    /** Time of the platform’s latest word on it, by the platform’s clock, milliseconds; absent: it names none. */
    t.bigInteger('heard_at')
    /** 1: the platform has called it off, and need not be told. */
    t.integer('called_off').notNullable().defaultTo(0)
    t.primary(['connector_id', 'external_id'])
    t.index(['connector_id', 'order_id'], 'connector_orders_placed')
  })
}

/** Undoes {@link up}; the orders stay. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('connector_orders')
  await knex.schema.dropTable('connectors')
}
