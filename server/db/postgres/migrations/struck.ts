import type { Knex } from 'knex'

/**
 * Lets the feed tell what devices have struck off, so that those at other servers see it. The trigger is for updates that
 * name the column: no payment and no move runs it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`CREATE FUNCTION tell_struck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO feed (topic, body) VALUES ('struck',
      json_build_object('storeId', NEW.store_id, 'orderId', NEW.id, 'struck', NEW.struck)::TEXT);
    RETURN NULL; END $$`)
  await knex.raw(`CREATE TRIGGER tell_struck AFTER UPDATE OF struck ON orders FOR EACH ROW
    WHEN (OLD.struck IS DISTINCT FROM NEW.struck AND NEW.struck IS NOT NULL) EXECUTE FUNCTION tell_struck()`)
}

/** Undoes {@link up}. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TRIGGER tell_struck ON orders')
  await knex.raw('DROP FUNCTION tell_struck')
}
