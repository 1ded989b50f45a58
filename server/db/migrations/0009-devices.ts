import type { Knex } from 'knex'

/** Adds what a device says of itself, for whoever looks after the shop's devices. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('devices', (t) => {
    /** The program of the latest hello, as JSON: its name, version and platform. */
    t.text('client')
    /** How the latest announcement went, as JSON: speech, notification, dialog, and its time in milliseconds. */
    t.text('announced')
  })
}

/** Undoes {@link up}. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('devices', (t) => t.dropColumns('announced', 'client'))
}
