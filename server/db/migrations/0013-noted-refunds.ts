import type { Knex } from 'knex'

/** Adds who noted that money went back by hand: the operator, or a device of the shop by its name. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('refunds', (t) => {
    /** As JSON; absent for what a provider returned, and for what was noted before this was kept. */
    t.text('noted_by')
  })
}

/** Undoes {@link up}. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('refunds', (t) => t.dropColumn('noted_by'))
}
