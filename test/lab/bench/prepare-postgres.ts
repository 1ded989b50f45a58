import type pg from 'pg'
import { openPostgres } from '../../../server/db/postgres/open-postgres.ts'
import { silentLog } from '../../../server/db/storage-log.ts'
import { type Cluster, withClient } from '../../support/postgres-cluster.ts'
import type { StoredRows } from './contenders/contender.ts'
import type { Row } from './copy-text.ts'
import { type Count, makeStores, TEMPLATE, unpaidOrder } from './prepare-database.ts'

/**
 * Makes a database of `cluster` and fills it as `prepareDatabase` fills that of SQLite; resolves to the devices' tokens.
 * Throws an Error when a commit would not reach the disk.
 */
export async function preparePostgres(cluster: Cluster, database: string, count: Count): Promise<string[]> {
  await withClient(cluster.urlOf('postgres'), (client) => client.query(`CREATE DATABASE ${database}`))
  const url = cluster.urlOf(database)
  const db = await openPostgres({ url, log: silentLog, below: (n) => Math.floor(Math.random() * n) })
  const stores = await makeStores(db, count).finally(() => db.close())
  await withClient(url, async (client) => {
    await requireDurable(client)
    await addUnpaidOrders(
      client,
      stores.map(({ storeId }) => storeId),
      count.orders,
    )
  })
  // As after some time of use: what a table holds is known, and nothing of the preparations waits to be written.
  await withClient(Object.assign(new URL(cluster.adminUrl), { pathname: `/${database}` }).href, async (client) => {
    await client.query('ANALYZE')
    await client.query('CHECKPOINT')
  })
  return stores.flatMap(({ tokens }) => tokens)
}

/** Order i is of store `i % stores`. */
async function addUnpaidOrders(client: pg.Client, stores: readonly string[], orders: number): Promise<void> {
  const { rows } = await client.query<Row>('SELECT * FROM orders WHERE number = $1', [TEMPLATE.number])
  const columns = unpaidOrder(inNumbers(rows[0] ?? {}), {
    number: `('B' || lpad(CAST(copy AS TEXT), 9, '0'))`,
    storeId: 'numbered.id',
  })
  const names = Object.keys(columns).map((name) => `"${name}"`)
  await client.query(
    `INSERT INTO orders (${names})
     SELECT ${Object.values(columns)}
       FROM generate_series(0, ${orders - 1}) AS copies(copy)
       JOIN unnest($1::TEXT[]) WITH ORDINALITY AS numbered(id, place) ON numbered.place = copy % $2 + 1
      ORDER BY copy`,
    [stores, stores.length],
  )
}

/** The driver gives 64-bit numbers as texts. */
function inNumbers(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' && /^\d{1,15}$/.test(value) && name !== 'customer_phone' ? Number(value) : value,
    ]),
  )
}

/** What the database holds of the payments, after the servers have ended. */
export async function countInPostgres(url: string): Promise<StoredRows> {
  return await withClient(url, async (client) => {
    const rows = async (sql: string) => {
      const answer = await client.query<{ rows: number }>(`SELECT CAST(COUNT(*) AS INTEGER) AS rows FROM ${sql}`)
      return answer.rows[0]?.rows ?? 0
    }
    return {
      applied: await rows(`payments WHERE state = 'applied'`),
      reminders: await rows('reminders'),
      entries: await rows('reminder_log WHERE n = 1'),
    }
  })
}

/** The figures are worth nothing if a commit does not reach the disk. */
async function requireDurable(client: pg.Client): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const { rows } = await client.query<Record<string, string>>(`SHOW ${setting}`)
    if (rows[0]?.[setting] !== 'on') throw new Error(`PostgreSQL's ${setting} is ${rows[0]?.[setting]}`)
  }
}
