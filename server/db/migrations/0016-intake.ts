import type { Knex } from 'knex'

/**
 * Adds whether a store takes orders (busy, paused), with when that ends by itself, and when an accepted order is promised
 * to be ready. A number names an order of one store; a payment that was started has a name that is unique everywhere.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('stores', (t) => {
    /** As JSON (server/stores/intake.ts); absent: nobody has ever set it. */
    t.text('intake')
    /** When it ends by itself, milliseconds; absent: it does not. */
    t.bigInteger('intake_until')
    // Of the stores that are busy or paused: no payment, which moves the store's head, touches it.
    t.index(['intake_until'], 'stores_intake_ends', { predicate: knex.whereRaw('intake_until IS NOT NULL') })
  })
  await knex.schema.alterTable('orders', (t) => {
    /** When the shop has promised to have it ready, milliseconds; absent: it named no time. */
    t.bigInteger('ready_at')
    /** The name under which payments of it were started, unique everywhere; absent: none was. */
    t.text('reference')
    /** `cash`, or `none` for one that costs nothing; absent: it waits for its payment, or waited. */
    t.string('payment', 8)
    t.dropUnique(['number'], 'orders_number_unique')
    t.unique(['number', 'store_id'], { indexName: 'orders_number_store' })
  })
}

/** Undoes {@link up}; rejects where two stores have an order of the same number. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('orders', (t) => {
    t.dropUnique(['number', 'store_id'], 'orders_number_store')
    t.unique(['number'], { indexName: 'orders_number_unique' })
    t.dropColumns('payment', 'reference', 'ready_at')
  })
  await knex.schema.alterTable('stores', (t) => t.dropIndex(['intake_until'], 'stores_intake_ends'))
  await knex.schema.alterTable('stores', (t) => t.dropColumns('intake_until', 'intake'))
}
