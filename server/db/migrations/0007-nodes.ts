import type { Knex } from 'knex'

/**
 * Adds the servers of this database, and the connection by which each device reached one of them last: several servers
 * may share a database, and each alone knows which sockets are open.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('nodes', (t) => {
    t.string('id', 64).primary()
    t.string('name', 255).notNullable()
    t.bigInteger('started_at').notNullable()
    t.bigInteger('seen_at').notNullable()
  })
  await knex.schema.alterTable('devices', (t) => {
    /** The node that the device is connected to, and the number of its connection there; absent: to none. */
    t.string('node_id', 64)
    t.bigInteger('session')
  })
}

/** Undoes {@link up}. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('devices', (t) => t.dropColumns('session', 'node_id'))
  await knex.schema.dropTable('nodes')
}
