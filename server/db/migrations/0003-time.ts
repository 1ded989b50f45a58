import type { Knex } from 'knex'

/** Time in which a reminder was heard: what counts towards its expiry, whatever clocks and servers did meanwhile. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('reminders', (t) => {
    t.bigInteger('heard_ms').notNullable().defaultTo(0)
  })
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('reminders', (t) => t.dropColumn('heard_ms'))
}
