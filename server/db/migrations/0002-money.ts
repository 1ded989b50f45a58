import type { Knex } from 'knex'

/** Money that goes back (refunds: at once the outbox of the worker and the record), and looking for money that came. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('payments', (t) => {
    /** Why a refund needs a human: with `refund_due` only. */
    t.string('refund_fault', 32)
  })

  await knex.schema.createTable('refunds', (t) => {
    /** What the provider knows the refund by; made from the transaction, so that it is the same after a restore. */
    t.string('number', 64).primary()
    t.string('payment_id', 64).notNullable().references('id').inTable('payments')
    t.bigInteger('amount_minor').notNullable()
    t.string('reason', 32).notNullable()
    /** What the operator wrote about a refund made by hand. */
    t.text('note')
    t.string('state', 16).notNullable()
    /** Calls to the provider since the state began. */
    t.integer('attempts').notNullable().defaultTo(0)
    /** When the worker asks the provider (again); absent: it does not. */
    t.bigInteger('next_at')
    /** The provider's own word for why the last call did not succeed. */
    t.string('code', 128)
    t.bigInteger('created_at').notNullable()
    t.bigInteger('settled_at')
    t.index(['payment_id'])
    t.index(['next_at'], 'refunds_due', { predicate: knex.whereRaw('next_at IS NOT NULL') })
  })

  await knex.schema.alterTable('payment_attempts', (t) => {
    t.integer('polls').notNullable().defaultTo(0)
    /** When the provider is asked about it (again); absent: it is not, or not any more. */
    t.bigInteger('next_at')
    t.index(['next_at'], 'payment_attempts_due', { predicate: knex.whereRaw('next_at IS NOT NULL') })
  })
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('payment_attempts', (t) => {
    t.dropIndex(['next_at'], 'payment_attempts_due')
    t.dropColumns('next_at', 'polls')
  })
  await knex.schema.dropTable('refunds')
  await knex.schema.alterTable('payments', (t) => t.dropColumn('refund_fault'))
}
