import type { Knex } from 'knex'

/**
 * Adds what is known of a store without a device, when contacts want to be left alone, who sees to a reminder, the names
 * that other sides give to calls, and what pruning and monitoring look for.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('store_watch', (t) => {
    t.string('store_id', 64).primary().references('id').inTable('stores')
    /** The name of this wait; what was told of it carries it. */
    t.string('wait_id', 64).notNullable()
    /** Time of the latest look, milliseconds. */
    t.bigInteger('watched_at').notNullable()
    /** Milliseconds within opening hours, since the shop has opened last, in which a server looked and no device was connected. */
    t.bigInteger('alone_ms').notNullable()
    /** 1: contacts are told of this wait. */
    t.integer('told').notNullable().defaultTo(0)
    /** Times that the shop has closed since then. */
    t.integer('closings').notNullable().defaultTo(0)
  })

  await knex.schema.alterTable('contacts', (t) => {
    /** Times of day between which others are told first, as `22:00`; absent: none. */
    t.string('quiet_from', 5)
    t.string('quiet_to', 5)
    /** The time zone of these; absent: the store’s. */
    t.string('quiet_zone', 64)
    /** The level from which on it is told. */
    t.integer('least_level').notNullable().defaultTo(1)
    /** The causes that it is told of, as JSON; absent: all. */
    t.text('causes')
    /** The address of its mailbox. */
    t.string('email', 254)
    /** Times of the latest calls and texts to its number, milliseconds, as JSON. */
    t.text('recent_calls').notNullable().defaultTo('[]')
  })

  await knex.schema.alterTable('reminders', (t) => {
    /**
     * The name of the contact who sees to it until `claimed_until`. Without a length: by it PostgreSQL would expect wider rows,
     * and so few of them that it reads them all.
     */
    t.text('claimed_by')
  })

  await knex.schema.alterTable('effects', (t) => {
    /** The wait of a store without a device that it is about; absent: it is about reminders, or none. */
    t.string('wait_id', 64)
    /** The other side’s name of a call that rings; absent: nothing rings. */
    t.string('reference', 128)
    /** Hash of the word in the link of an earlier attempt, by another server; that message may have arrived as well. */
    t.string('earlier_hash', 64)
    t.index(['earlier_hash'], 'effects_linked_earlier', { predicate: knex.whereRaw('earlier_hash IS NOT NULL') })
    t.index(['created_at'], 'effects_failed', { predicate: knex.whereRaw(`state = 'failed'`) })
  })
  await knex.schema.raw(
    `CREATE UNIQUE INDEX effects_once_a_wait ON effects (wait_id, cause, step, round, contact_id, channel_id)
      WHERE wait_id IS NOT NULL`,
  )
}

/** Undoes {@link up}; what is known of stores without a device is forgotten. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('effects', (t) => {
    t.dropIndex(['created_at'], 'effects_failed')
    t.dropIndex(['earlier_hash'], 'effects_linked_earlier')
  })
  await knex.schema.raw('DROP INDEX effects_once_a_wait')
  await knex.schema.alterTable('effects', (t) => t.dropColumns('earlier_hash', 'reference', 'wait_id'))
  await knex.schema.alterTable('reminders', (t) => t.dropColumn('claimed_by'))
  await knex.schema.alterTable('contacts', (t) =>
    t.dropColumns('recent_calls', 'email', 'causes', 'least_level', 'quiet_zone', 'quiet_to', 'quiet_from'),
  )
  await knex.schema.dropTable('store_watch')
}
