import type { Knex } from 'knex'

/** Adds the figures that a message tells, where they are of a time that is over: the same at each attempt. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('effects', (t) => {
    /** A day in figures, as JSON (attention/texts/day-figures.ts); absent: what it tells is read when it leaves. */
    t.text('facts')
  })
}

/** Undoes {@link up}; reports that have not left yet say nothing then. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('effects', (t) => t.dropColumn('facts'))
}
