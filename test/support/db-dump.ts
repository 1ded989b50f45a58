import { expect } from 'vitest'
import type { Context } from '../../server/context/context.ts'
import type { Sql } from '../../server/db/database.ts'
import { engine } from './test-database.ts'

/** Every row of every table, by table. */
export type DatabaseDump = Record<string, Record<string, unknown>[]>

/** Bookkeeping of the database itself and of the migrations. */
const NOT_OURS = /^(sqlite_|knex_)/

/** A device's reports about itself, written twice a second whatever it asks for, and when a key was used last. */
const HARMLESS_COLUMNS: Record<string, readonly string[]> = {
  api_keys: ['last_used_at'],
  devices: ['acked_seq', 'last_seen_at', 'node_id', 'session'],
  // Drawn after the COMMIT, by whoever looks first.
  events: ['place'],
}

/** Tables by which the servers of a database hear of each other, count what strangers try, and send what has happened. */
const HARMLESS_TABLES = ['budgets', 'feed', 'nodes', 'webhook_deliveries', 'webhook_lanes']

/** `/readyz` proves that the disk takes writes by writing here. */
const HARMLESS_ROWS: Record<string, string> = { installation: `name IN ('ready', 'event_place')` }

/** Reads the whole database but for the harmless columns, rows and tables, in a fixed order. */
export async function dumpDatabase(sql: Sql): Promise<DatabaseDump> {
  const dump: DatabaseDump = {}
  for (const { name, rows } of await READERS[engine()](sql)) {
    const harmless = HARMLESS_COLUMNS[name] ?? []
    dump[name] = rows
      .map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !harmless.includes(column))))
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  return dump
}

interface Table {
  name: string
  rows: Record<string, unknown>[]
}

/** Reads every table, in the words of each engine. */
const READERS: Record<ReturnType<typeof engine>, (sql: Sql) => Promise<Table[]>> = {
  async sqlite(sql) {
    const tables: Table[] = []
    const names = await sql.all<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
    for (const { name } of names.filter(isOurs))
      tables.push({ name, rows: await sql.all(`SELECT * FROM ${name} WHERE NOT (${HARMLESS_ROWS[name] ?? 'FALSE'})`) })
    return tables
  },
  // One statement for all: each costs a trip to another process.
  async postgres(sql) {
    const names = await sql.all<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
    )
    const each = names
      .filter(isOurs)
      .map(
        ({ name }) =>
          `SELECT '${name}' AS name, CAST(json_agg(t) AS TEXT) AS found FROM ${name} AS t WHERE NOT (${HARMLESS_ROWS[name] ?? 'FALSE'})`,
      )
    const tables = await sql.all<{ name: string; found: string | null }>(each.join(' UNION ALL '))
    return tables.map(({ name, found }) => ({ name, rows: JSON.parse(found ?? '[]') as Table['rows'] }))
  },
}

function isOurs({ name }: { name: string }): boolean {
  return !NOT_OURS.test(name) && !HARMLESS_TABLES.includes(name)
}

/**
 * Remembers the database as it is now. The returned function expects it to be unchanged, and names the attempt in
 * between; it fails softly, so that one run shows every attempt that changed a row.
 */
export async function watchDatabase({ db }: Pick<Context, 'db'>): Promise<(tried: string) => Promise<void>> {
  let before = await dumpDatabase(db.read)
  return async (tried) => {
    const after = await dumpDatabase(db.read)
    if (JSON.stringify(after) === JSON.stringify(before)) return
    expect.soft(after, `${tried}: the database has changed`).toEqual(before)
    before = after
  }
}
