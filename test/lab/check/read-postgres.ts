import pg from 'pg'
import { withClient } from '../../support/postgres-cluster.ts'
import type { DatabaseDump } from './read-database.ts'

/** Type number of BIGINT (pg_type.dat), which the driver would hand over as text. */
const BIGINT = 20

/** Reads a database of PostgreSQL as it is at one moment, whatever its servers do meanwhile. */
export async function readPostgres(url: string): Promise<DatabaseDump> {
  const types: pg.CustomTypesConfig = {
    getTypeParser: (oid: number) => (oid === BIGINT ? Number : pg.types.getTypeParser(oid)),
  }
  return await withClient(url, async (client) => {
    const all = async <Row>(text: string) => (await client.query({ text, types })).rows as Row[]
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    return {
      // PostgreSQL keeps its foreign keys itself, and has no check of its files in SQL.
      integrity: ['ok'],
      dangling: 0,
      stores: await all('SELECT * FROM stores'),
      orders: await all('SELECT * FROM orders'),
      payments: await all('SELECT * FROM payments'),
      refunds: await all('SELECT * FROM refunds'),
      reminders: await all('SELECT * FROM reminders'),
      log: await all('SELECT * FROM reminder_log ORDER BY store_id, seq'),
      devices: await all('SELECT * FROM devices'),
      receipts: await all('SELECT * FROM receipts'),
      pairing: await all('SELECT * FROM pairing_codes'),
    }
  })
}
