import type { Knex } from 'knex'

/** Adds the time at which an order was missed: its reminder expired while it still waited for acceptance. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('orders', (t) => {
    /** Milliseconds; stays when the order is accepted after all. */
    t.bigInteger('missed_at')
  })
}

/** Undoes {@link up}. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('orders', (t) => t.dropColumn('missed_at'))
}
