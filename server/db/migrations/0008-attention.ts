import type { Knex } from 'knex'

/**
 * Adds what tells people outside of the shop that nobody answers: the date at which a reminder is escalated, contacts,
 * the channels that reach them, and effects, which are the outbox and the record of what was told.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('reminders', (t) => {
    /** Time of the next look at whom to tell, milliseconds; absent: nobody is to be told, or nobody any more. */
    t.bigInteger('escalate_at')
    /** Time at which somebody outside was first to be told, milliseconds; absent: nobody was. */
    t.bigInteger('escalated_at')
    /** Time until which somebody outside sees to it, milliseconds: nobody else is told until then. */
    t.bigInteger('claimed_until')
    t.index(['escalate_at'], 'reminders_escalating', { predicate: knex.whereRaw('escalate_at IS NOT NULL') })
  })

  await knex.schema.createTable('contacts', (t) => {
    t.string('id', 64).primary()
    t.string('store_id', 64).notNullable().references('id').inTable('stores')
    t.string('name', 200).notNullable()
    /** The number by which group robots call somebody by name (@). */
    t.string('mobile', 32)
    /** Times of the latest messages, milliseconds, as JSON: the budget counts them. */
    t.text('recent').notNullable().defaultTo('[]')
    t.bigInteger('created_at').notNullable()
    /** Time at which a test message was answered, milliseconds. */
    t.bigInteger('verified_at')
    /** The row stays for the effects that name it; name and number are gone. */
    t.bigInteger('removed_at')
    t.index(['store_id'])
  })

  await knex.schema.createTable('channel_accounts', (t) => {
    t.string('id', 64).primary()
    t.string('store_id', 64).notNullable().references('id').inTable('stores')
    t.string('kind', 32).notNullable()
    t.string('name', 200).notNullable()
    /** Address and keys as JSON: no call returns them. Empty when the channel was removed. */
    t.text('secret').notNullable()
    t.text('recent').notNullable().defaultTo('[]')
    t.bigInteger('created_at').notNullable()
    t.bigInteger('removed_at')
    t.index(['store_id'])
  })

  await knex.schema.createTable('effects', (t) => {
    t.string('id', 64).primary()
    t.string('store_id', 64).notNullable().references('id').inTable('stores')
    t.string('cause', 16).notNullable()
    /** The reminder that waits longest of those that it covers; absent: it is about none. */
    t.string('reminder_id', 64).references('id').inTable('reminders')
    t.integer('step').notNullable()
    t.integer('round').notNullable()
    t.string('contact_id', 64).notNullable().references('id').inTable('contacts')
    t.string('channel_id', 64).notNullable().references('id').inTable('channel_accounts')
    /** Ids of every reminder that it is about, as JSON. */
    t.text('covers').notNullable()
    t.string('state', 16).notNullable()
    /** Calls to the channel so far. */
    t.integer('attempts').notNullable().defaultTo(0)
    /** Time of the next call, milliseconds; absent: there is none. */
    t.bigInteger('next_at')
    /** The word for why the latest call failed, or why there was none. */
    t.string('code', 128)
    t.bigInteger('created_at').notNullable()
    t.bigInteger('sent_at')
    /** Hash of the word in the message’s link, by which it is answered; absent: it has no link. */
    t.string('token_hash', 64)
    t.bigInteger('answered_at')
    // A plan that is made twice makes one effect, on two servers as well.
    t.unique(['reminder_id', 'cause', 'step', 'round', 'contact_id', 'channel_id'], { indexName: 'effects_once' })
    t.index(['next_at'], 'effects_due', { predicate: knex.whereRaw('next_at IS NOT NULL') })
    t.index(['store_id', 'created_at', 'id'], 'effects_of_store')
    t.index(['token_hash'], 'effects_linked', { predicate: knex.whereRaw('token_hash IS NOT NULL') })
  })
}

/** Undoes {@link up}; what was told is forgotten. */
export async function down(knex: Knex): Promise<void> {
  for (const table of ['effects', 'channel_accounts', 'contacts']) await knex.schema.dropTable(table)
  await knex.schema.alterTable('reminders', (t) => {
    t.dropIndex(['escalate_at'], 'reminders_escalating')
    t.dropColumns('claimed_until', 'escalated_at', 'escalate_at')
  })
}
