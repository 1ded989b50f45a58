import type { Knex } from 'knex'

/**
 * Creates the feed by which the servers of one database hear of each other's work: one row for each statement that
 * appends to logs, revokes a device, lets one join, or changes what devices are told of their store. Triggers write it, so
 * that no command can forget it, and in the command's transaction, so that it is there exactly when the work is.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`CREATE TABLE feed (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid XID8 NOT NULL DEFAULT pg_current_xact_id(),
    at TIMESTAMPTZ NOT NULL DEFAULT now(),
    topic TEXT NOT NULL,
    body TEXT NOT NULL)`)
  await knex.raw('CREATE INDEX feed_xid ON feed (xid)')
  await knex.raw('CREATE INDEX feed_at ON feed (at)')
  await knex.raw(`CREATE FUNCTION tell_heads() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO feed (topic, body) SELECT 'heads', json_object_agg(store_id, seq)::TEXT
      FROM (SELECT store_id, max(seq) AS seq FROM added GROUP BY store_id) AS grown HAVING count(*) > 0;
    RETURN NULL; END $$`)
  await knex.raw(`CREATE TRIGGER tell_heads AFTER INSERT ON reminder_log REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION tell_heads()`)
  // Its arguments: the topic, and the column whose value is told.
  await knex.raw(`CREATE FUNCTION tell_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO feed (topic, body) VALUES (TG_ARGV[0], to_jsonb(NEW) ->> TG_ARGV[1]);
    RETURN NULL; END $$`)
  await knex.raw(`CREATE TRIGGER tell_revoked AFTER UPDATE OF revoked_at ON devices FOR EACH ROW
    WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION tell_row('revoked', 'id')`)
  await knex.raw(`CREATE FUNCTION tell_joined() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO feed (topic, body) VALUES ('joined',
      json_build_object('deviceId', NEW.id, 'nodeId', NEW.node_id, 'session', NEW.session)::TEXT);
    RETURN NULL; END $$`)
  await knex.raw(`CREATE TRIGGER tell_joined AFTER UPDATE OF session ON devices FOR EACH ROW
    WHEN (NEW.session IS NOT NULL) EXECUTE FUNCTION tell_joined()`)
  await knex.raw(`CREATE TRIGGER tell_store AFTER UPDATE OF name, locale, timezone ON stores FOR EACH ROW
    WHEN ((OLD.name, OLD.locale, OLD.timezone) IS DISTINCT FROM (NEW.name, NEW.locale, NEW.timezone))
    EXECUTE FUNCTION tell_row('store', 'id')`)
  // Every payment updates its store's row: with room on the page no index is touched (HOT, the manual's §73.7).
  await knex.raw('ALTER TABLE stores SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02)')
  await knex.raw('ALTER TABLE feed SET (autovacuum_vacuum_scale_factor = 0.05)')
}

/** Undoes {@link up}. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TRIGGER tell_store ON stores')
  await knex.raw('DROP TRIGGER tell_joined ON devices')
  await knex.raw('DROP TRIGGER tell_revoked ON devices')
  await knex.raw('DROP TRIGGER tell_heads ON reminder_log')
  await knex.raw('DROP FUNCTION tell_joined')
  await knex.raw('DROP FUNCTION tell_row')
  await knex.raw('DROP FUNCTION tell_heads')
  await knex.raw('DROP TABLE feed')
}
