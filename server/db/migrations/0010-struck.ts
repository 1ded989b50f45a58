import type { Knex } from 'knex'

/**
 * Adds the portions of an order that are struck off as made. They stand in the order's own row: they are read with it,
 * and go with it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('orders', (t) => {
    /** The state as JSON (server/lib/stored-struck.ts); absent: nobody has struck anything off. */
    t.text('struck')
  })
}

/** Undoes {@link up}. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('orders', (t) => t.dropColumn('struck'))
}
