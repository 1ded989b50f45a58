import type { Knex } from 'knex'

/**
 * Adds the time in which a reminder was heard, which alone counts towards expiry, and the actor of an order's
 * cancellation: an order that the time-out cancelled is revived by money that comes soon after.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('reminders', (t) => {
    t.bigInteger('heard_ms').notNullable().defaultTo(0)
  })
  await knex.schema.alterTable('orders', (t) => {
    /** The actor of the cancellation, as in shared/order.ts; absent for orders cancelled before this column was. */
    t.string('cancelled_by', 16)
    /** Time at which a payment revived the order after the time-out had cancelled it, milliseconds. */
    t.bigInteger('revived_at')
  })
}

/** Undoes {@link up}. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('orders', (t) => t.dropColumns('revived_at', 'cancelled_by'))
  await knex.schema.alterTable('reminders', (t) => t.dropColumn('heard_ms'))
}
