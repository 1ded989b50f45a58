import type { Knex } from 'knex'

/** Whether settings name nobody to tell. Those from before policies were have no such entry. */
const tellsNobody = (settings: string) => `COALESCE(${settings}::jsonb -> 'escalation', '[]'::jsonb) = '[]'::jsonb`

/** Tells the servers of the database that a store’s devices have to learn whether anybody outside is told. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`CREATE TRIGGER tell_policy AFTER UPDATE OF settings ON stores FOR EACH ROW
    WHEN ((${tellsNobody('OLD.settings')}) IS DISTINCT FROM (${tellsNobody('NEW.settings')}))
    EXECUTE FUNCTION tell_row('store', 'id')`)
}

/** Undoes {@link up}. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TRIGGER tell_policy ON stores')
}
