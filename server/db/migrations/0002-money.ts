import type { Knex } from 'knex'

/**
 * Adds refunds (one table is the worker's outbox and the record) and the dates on which providers are asked for
 * payments.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('payments', (t) => {
    /** The reason for which a refund needs a human: with `refund_due` only. */
    t.string('refund_fault', 32)
  })

  await knex.schema.createTable('refunds', (t) => {
    /** The refund's number at the provider; made from the transaction, so that it is the same after a restore. */
    t.string('number', 64).primary()
    t.string('payment_id', 64).notNullable().references('id').inTable('payments')
    t.bigInteger('amount_minor').notNullable()
    t.string('reason', 32).notNullable()
    /** The operator's note on a refund made by hand. */
    t.text('note')
    t.string('state', 16).notNullable()
    /** Calls to the provider since the state began. */
    t.integer('attempts').notNullable().defaultTo(0)
    /** Time of the worker's next call to the provider, milliseconds; absent: there is none. */
    t.bigInteger('next_at')
    /** The provider's own code for the failure of the last call. */
    t.string('code', 128)
    t.bigInteger('created_at').notNullable()
    t.bigInteger('settled_at')
    t.index(['payment_id'])
    t.index(['next_at'], 'refunds_due', { predicate: knex.whereRaw('next_at IS NOT NULL') })
  })

  await knex.schema.alterTable('payment_attempts', (t) => {
    t.integer('polls').notNullable().defaultTo(0)
    /** Time of the next question to the provider, milliseconds; absent: there is none, or none any more. */
    t.bigInteger('next_at')
    t.index(['next_at'], 'payment_attempts_due', { predicate: knex.whereRaw('next_at IS NOT NULL') })
  })
}

/** Undoes {@link up}; refunds are lost. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('payment_attempts', (t) => {
    t.dropIndex(['next_at'], 'payment_attempts_due')
    t.dropColumns('next_at', 'polls')
  })
  await knex.schema.dropTable('refunds')
  await knex.schema.alterTable('payments', (t) => t.dropColumn('refund_fault'))
}
