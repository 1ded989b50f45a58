import type { Knex } from 'knex'

/**
 * Adds events, by which ordering systems learn what became of orders, and the webhooks that carry them: endpoints, a lane
 * of calls for each store of an endpoint, and deliveries, which are their outbox and record.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('stores', (t) => {
    /** The position of the store’s latest event, and of the latest one that was deleted. */
    t.bigInteger('event_seq').notNullable().defaultTo(0)
    t.bigInteger('event_min').notNullable().defaultTo(0)
  })

  await knex.schema.createTable('events', (t) => {
    t.string('store_id', 64).notNullable().references('id').inTable('stores')
    t.bigInteger('seq').notNullable()
    t.string('id', 64).notNullable()
    t.string('type', 32).notNullable()
    t.bigInteger('order_id')
    t.string('order_number', 64)
    t.text('data').notNullable()
    /** The name of what is told once for all; absent: whatever tells it does so once by itself. */
    t.string('once', 128)
    t.bigInteger('at').notNullable()
    /** Position among the events of all stores, drawn after the COMMIT; absent: not drawn yet. */
    t.bigInteger('place')
    t.primary(['store_id', 'seq'])
    t.unique(['id'], { indexName: 'events_id' })
    t.index(['store_id', 'seq'], 'events_unplaced', { predicate: knex.whereRaw('place IS NULL') })
  })
  await knex.schema.raw('CREATE UNIQUE INDEX events_placed ON events (place) WHERE place IS NOT NULL')
  await knex.schema.raw('CREATE UNIQUE INDEX events_once ON events (store_id, once) WHERE once IS NOT NULL')

  await knex.schema.createTable('webhook_endpoints', (t) => {
    t.string('id', 64).primary()
    /** Absent: events of every store. */
    t.string('store_id', 64).references('id').inTable('stores')
    t.text('url').notNullable()
    /** The types of events, as JSON; absent: all. */
    t.text('types')
    /** The keys that sign, with the times until which they do, as JSON. Only the call that makes one returns it. */
    t.text('secrets').notNullable()
    t.string('state', 16).notNullable()
    t.bigInteger('created_at').notNullable()
    /** Time at which it was switched off because it did not answer, milliseconds. */
    t.bigInteger('failed_at')
    t.string('code', 64)
    t.bigInteger('removed_at')
  })

  await knex.schema.createTable('webhook_lanes', (t) => {
    t.string('endpoint_id', 64).notNullable().references('id').inTable('webhook_endpoints')
    t.string('store_id', 64).notNullable().references('id').inTable('stores')
    /** Time of the next call, milliseconds; absent: nothing waits. */
    t.bigInteger('next_at')
    /** 1: a call is under way until `next_at` at the latest. */
    t.integer('calling').notNullable().defaultTo(0)
    /** Calls for the event that is first in line. */
    t.integer('attempts').notNullable().defaultTo(0)
    /** Time of the first failure since the latest success, milliseconds. */
    t.bigInteger('failing_since')
    t.string('code', 64)
    t.primary(['endpoint_id', 'store_id'])
    t.index(['next_at'], 'webhook_lanes_due', { predicate: knex.whereRaw('next_at IS NOT NULL') })
    t.index(['endpoint_id'], 'webhook_lanes_calling', { predicate: knex.whereRaw('calling = 1') })
  })

  await knex.schema.createTable('webhook_deliveries', (t) => {
    t.string('endpoint_id', 64).notNullable().references('id').inTable('webhook_endpoints')
    t.string('store_id', 64).notNullable()
    t.bigInteger('seq').notNullable()
    t.bigInteger('place').notNullable()
    t.string('state', 16).notNullable()
    t.integer('attempts').notNullable().defaultTo(0)
    t.string('code', 64)
    t.bigInteger('tried_at')
    t.bigInteger('delivered_at')
    t.primary(['endpoint_id', 'store_id', 'seq'])
    t.index(['endpoint_id', 'place'], 'webhook_deliveries_placed')
    t.index(['endpoint_id', 'store_id', 'seq'], 'webhook_deliveries_queued', {
      predicate: knex.whereRaw(`state = 'queued'`),
    })
  })
}

/** Undoes {@link up}; events and webhooks are forgotten. */
export async function down(knex: Knex): Promise<void> {
  for (const table of ['webhook_deliveries', 'webhook_lanes', 'webhook_endpoints', 'events'])
    await knex.schema.dropTable(table)
  await knex.schema.alterTable('stores', (t) => t.dropColumns('event_min', 'event_seq'))
  await knex('installation').whereIn('name', ['event_place', 'event_min_place']).delete()
}
