import type { Knex } from 'knex'

/**
 * Adds when which device was connected, so that a shop can be told afterwards which of them could have rung, and for how
 * long none could.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('device_visits', (t) => {
    t.string('id', 64).primary()
    t.string('store_id', 64).notNullable().references('id').inTable('stores')
    t.string('device_id', 64).notNullable().references('id').inTable('devices')
    /** The server that it was connected to, where several share the database. */
    t.string('node_id', 64).notNullable().defaultTo('')
    t.bigInteger('from_at').notNullable()
    /** Absent: it is connected, or its server is gone and nobody has noted the end yet. */
    t.bigInteger('until_at')
    /** The word for why it ended. */
    t.string('ended', 32)
    t.index(['store_id', 'from_at'])
    t.index(['until_at'])
  })

  await knex.schema.createTable('rehearsals', (t) => {
    t.string('id', 64).primary()
    t.string('store_id', 64).notNullable().references('id').inTable('stores')
    t.bigInteger('order_id').notNullable().references('id').inTable('orders')
    t.string('contact_id', 64).references('id').inTable('contacts')
    t.string('channel_id', 64).references('id').inTable('channel_accounts')
    /** The message to the contact, which is pruned before the rehearsal is. */
    t.string('effect_id', 64)
    t.string('phase', 16).notNullable()
    /** Times of its steps, milliseconds. */
    for (const step of ['spoken', 'cut', 'opened', 'back', 'told', 'answered', 'ended']) t.bigInteger(`${step}_at`)
    t.bigInteger('begun_at').notNullable()
    t.index(['store_id', 'begun_at'])
    t.index(['phase'], 'rehearsals_under_way', { predicate: knex.whereRaw(`phase <> 'over'`) })
  })
}

/** Undoes {@link up}; when devices were connected, and what was rehearsed, is forgotten. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('rehearsals')
  await knex.schema.dropTable('device_visits')
}
