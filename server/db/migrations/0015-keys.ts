import type { Knex } from 'knex'

/**
 * Adds what a key is for besides its role (name, stores, end), and the audit: who has changed what of this installation,
 * when, and from where.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('api_keys', (t) => {
    t.string('name', 200).notNullable().defaultTo('')
    /** Ids of the stores that it is bound to, as JSON, sorted; absent: every store. */
    t.text('stores')
    /** Time of its latest use, milliseconds, a minute late at most; absent: it was not used since this is kept. */
    t.bigInteger('last_used_at')
    /** Time from which it opens nothing any more, milliseconds; absent: it has no end. */
    t.bigInteger('expires_at')
    /** The key that was made in its place; it works beside that until it expires. */
    t.string('replaced_by', 64)
  })

  await knex.schema.createTable('audit', (t) => {
    t.string('id', 64).primary()
    t.bigInteger('at').notNullable()
    /** The kind, id and name of the caller, as JSON. */
    t.text('actor').notNullable()
    t.string('action', 32).notNullable()
    /** The id of what was changed. */
    t.string('subject', 64).notNullable()
    /** The network address of the caller. */
    t.string('origin', 64).notNullable()
    /** As JSON: names of changed fields, numbers and words of our own; neither a secret nor a customer's text. */
    t.text('facts').notNullable()
    t.index(['at', 'id'])
  })
}

/** Undoes {@link up}; who changed what is forgotten, and every key is good for every store again. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('audit')
  await knex.schema.alterTable('api_keys', (t) => {
    t.dropColumns('replaced_by', 'expires_at', 'last_used_at', 'stores', 'name')
  })
}
