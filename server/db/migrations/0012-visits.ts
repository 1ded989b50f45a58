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
}

/** Undoes {@link up}; when devices were connected is forgotten. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('device_visits')
}
