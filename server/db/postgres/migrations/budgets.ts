import type { Knex } from 'knex'

/**
 * Creates the budgets that all servers of the database spend from together: what was spent of each in its minute. SQLite's
 * one server counts in memory.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('budgets', (t) => {
    t.string('name', 160).primary()
    /** Beginning of the minute that is counted, milliseconds. */
    t.bigInteger('window_start').notNullable().index()
    t.bigInteger('spent').notNullable()
  })
  // Rewritten with every try, and kept for minutes: nothing of it is worth a vacuum late in the day.
  await knex.raw('ALTER TABLE budgets SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05)')
}

/** Undoes {@link up}. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('budgets')
}
