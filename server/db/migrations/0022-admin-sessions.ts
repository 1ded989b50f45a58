import type { Knex } from 'knex'

/** Adds the sessions of the operator's page, so that every server of a database knows them. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('admin_sessions', (t) => {
    /** SHA-256 of the token in the cookie, hex. */
    t.string('token_hash', 64).primary()
    /** The key that it was begun with, and whose end is its own. */
    t.string('key_id', 64).notNullable()
    t.bigInteger('created_at').notNullable()
    /** Time from which it opens nothing any more, milliseconds. */
    t.bigInteger('expires_at').notNullable()
  })
}

/** Undoes {@link up}; whoever is signed in signs in again. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('admin_sessions')
}
