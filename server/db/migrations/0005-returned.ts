import type { Knex } from 'knex'

/**
 * Adds the money that went back at a provider and not through this server: in sum, refund by refund, or to an unknown
 * amount; and the part of it that an order has lost, which its store's turnover leaves out.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('payments', (t) => {
    /** All that has gone back as the provider tells it in sum, minor units; 0 where it tells refunds one by one. */
    t.bigInteger('returned_minor').notNullable().defaultTo(0)
    /** 1: the provider says that money went back, and not how much. */
    t.integer('refund_unknown').notNullable().defaultTo(0)
  })
  await knex.schema.alterTable('refunds', (t) => {
    /** The provider's own number of a refund that was made elsewhere. */
    t.string('provider_number', 255)
  })
  await knex.schema.alterTable('orders', (t) => {
    t.bigInteger('refunded_minor').notNullable().defaultTo(0)
  })
  await knex.schema.raw('CREATE INDEX payments_refund_unknown ON payments (recorded_at, id) WHERE refund_unknown = 1')
  await knex.schema.raw('UPDATE orders SET refunded_minor = amount_minor WHERE pay_status = 2')
  await knex.schema.raw('CREATE INDEX payments_without_order ON payments (order_number) WHERE order_id IS NULL')
}

/** Undoes {@link up}. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.raw('DROP INDEX payments_without_order')
  await knex.schema.raw('DROP INDEX payments_refund_unknown')
  await knex.schema.alterTable('orders', (t) => t.dropColumn('refunded_minor'))
  await knex.schema.alterTable('refunds', (t) => t.dropColumn('provider_number'))
  await knex.schema.alterTable('payments', (t) => t.dropColumns('refund_unknown', 'returned_minor'))
}
