import type pg from 'pg'
import type { Clock } from '../../../shared/clock.ts'
import type { Sql } from '../database.ts'
import { asCommandError, DatabaseCommandError } from './command-error.ts'
import { migrate, withStartLock } from './migrate.ts'
import { expectNoServer, hasSchema, inTransaction, withConnection } from './target.ts'

/** Rows read and written at once: few enough to be held in memory, whatever their size. */
const AT_ONCE = 500

/** Tables that are not copied: the engines' own, the migrations', and that of the servers of one database. */
const NOT_COPIED = /^(sqlite_.*|knex_.*|nodes)$/

/** Conditions for the rows that are copied, where not all are: an earlier version kept its webhook secret there. */
const COPIED: Readonly<Record<string, string>> = { installation: `name NOT LIKE '%\\_secret' ESCAPE '\\'` }

/** Tables that a server without a store has written to. The rows of the copy take the place of theirs. */
const REPLACED: readonly string[] = ['installation']

export interface CopyOptions {
  /** Reads a SQLite database with the schema of today, which nobody else has open. */
  source: Sql
  /** `postgres://user:password@host:port/database`. */
  url: string
  clock: Pick<Clock, 'after'>
  /** Called with the number of rows of a table so far; `done` once with all of them. */
  progress(table: string, rows: number, done: boolean): void
}

/**
 * Copies everything but secrets into a PostgreSQL database that holds no store, in one transaction, and counts every table
 * afterwards. Epochs, positions and event ids stay as they are, so that devices go on where they were. Resolves to the
 * rows of each table. Rejects with a {@link DatabaseCommandError}, an UnusableDatabaseError or the source's StorageError; then the target is as
 * empty as it was.
 */
export async function copyFromSqlite(options: CopyOptions): Promise<ReadonlyMap<string, number>> {
  const { source, url, clock } = options
  const tables = inOrderOfReferences(await readReferences(source))
  try {
    return await withStartLock(url, clock, () =>
      withConnection(url, 'copy', async (target) => {
        await expectNoServer(target)
        const ready = await hasSchema(target)
        if (ready) await expectEmpty(target, tables)
        await migrate(url)
        return await inTransaction(target, () => copyTables(options, target, tables))
      }),
    )
  } catch (error) {
    throw asCommandError(error, url)
  }
}

async function copyTables(
  { source, progress }: CopyOptions,
  target: pg.Client,
  tables: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const copied = new Map<string, number>()
  await expectEmpty(target, tables)
  for (const table of REPLACED) await target.query(`DELETE FROM ${table}`)
  // Nobody listens: the feed would only be made to say that every log has grown.
  await target.query('ALTER TABLE reminder_log DISABLE TRIGGER tell_heads')
  for (const table of tables) {
    const rows = await copyTable(source, target, table, (so) => progress(table, so, false))
    await expectCount(source, target, table, rows)
    await continueIdentities(source, target, table)
    await target.query(`ANALYZE ${table}`)
    copied.set(table, rows)
    progress(table, rows, true)
  }
  await target.query('ALTER TABLE reminder_log ENABLE TRIGGER tell_heads')
  return copied
}

/** Reads the names of the tables to copy, each with those that its rows refer to. */
async function readReferences(source: Sql): Promise<Map<string, Set<string>>> {
  const rows = await source.all<{ name: string; target: string | null }>(
    `SELECT each.name, refers."table" AS target
       FROM sqlite_schema AS each LEFT JOIN pragma_foreign_key_list(each.name) AS refers ON TRUE
      WHERE each.type = 'table' ORDER BY each.name`,
  )
  const references = new Map<string, Set<string>>()
  for (const { name, target } of rows) {
    if (NOT_COPIED.test(name)) continue
    const targets = references.get(name) ?? new Set()
    if (target !== null && target !== name) targets.add(target)
    references.set(name, targets)
  }
  return references
}

/** Sorts tables so that each comes behind those that its rows refer to. Throws an Error for a circle. */
function inOrderOfReferences(references: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const sorted: string[] = []
  while (sorted.length < references.size) {
    const next = [...references].filter(
      ([name, targets]) => !sorted.includes(name) && [...targets].every((target) => sorted.includes(target)),
    )
    if (next.length === 0) throw new Error('tables refer to each other in a circle')
    sorted.push(...next.map(([name]) => name))
  }
  return sorted
}

/** Expects no row in any table but those of {@link REPLACED}: neither a store nor what is left of one. */
async function expectEmpty(target: pg.Client, tables: readonly string[]): Promise<void> {
  for (const table of tables.filter((name) => !REPLACED.includes(name))) {
    const there = await target.query<{ known: boolean }>('SELECT to_regclass($1) IS NOT NULL AS known', [table])
    if (there.rows[0]?.known !== true) continue
    const { rowCount } = await target.query(`SELECT 1 FROM ${table} LIMIT 1`)
    if (rowCount !== 0)
      throw new DatabaseCommandError(
        `The PostgreSQL database is not empty: there are rows in ${table}. Was it copied already? A copy goes into a new ` +
          'database. Nothing was changed.',
      )
  }
}

async function copyTable(
  source: Sql,
  target: pg.Client,
  table: string,
  progress: (rows: number) => void,
): Promise<number> {
  let copied = 0
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = await source.all<{ rowid_: number }>(
      `SELECT rowid AS rowid_, * FROM ${table} WHERE rowid > ? AND ${COPIED[table] ?? 'TRUE'} ORDER BY rowid LIMIT ${AT_ONCE}`,
      [after],
    )
    const [first, last] = [rows[0], rows.at(-1)]
    if (first === undefined || last === undefined) return copied
    after = last.rowid_
    const columns = Object.keys(first)
      .filter((name) => name !== 'rowid_')
      .join(', ')
    await target.query(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(CAST(NULL AS ${table}), $1)`,
      [asJson(rows)],
    )
    copied += rows.length
    progress(copied)
  }
}

/** PostgreSQL's texts hold no NUL, in JSON neither. None of ours does; one in an old row becomes what stands for the unreadable. */
function asJson(rows: readonly object[]): string {
  return JSON.stringify(rows, (_, value: unknown) =>
    typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value,
  )
}

/** Expects as many rows at the target as at the source, and as were read. */
async function expectCount(source: Sql, target: pg.Client, table: string, read: number): Promise<void> {
  const here = await source.get<{ rows: number }>(
    `SELECT COUNT(*) AS rows FROM ${table} WHERE ${COPIED[table] ?? 'TRUE'}`,
  )
  const there = await target.query<{ rows: number }>(`SELECT COUNT(*) AS rows FROM ${table}`)
  const counts = [here?.rows, read, there.rows[0]?.rows]
  if (counts.some((count) => count !== read))
    throw new DatabaseCommandError(
      `The rows of ${table} do not agree: ${counts[0]} in SQLite, ${read} read, ${counts[2]} in PostgreSQL. Nothing was changed.`,
    )
}

/**
 * Lets the numbers that PostgreSQL draws for new rows begin behind the highest that SQLite has ever drawn (its
 * autoinc.html, `sqlite_sequence`): no order gets the number of one that was deleted.
 */
async function continueIdentities(source: Sql, target: pg.Client, table: string): Promise<void> {
  const { rows } = await target.query<{ name: string; sequence: string | null }>(
    `SELECT attname AS name, pg_get_serial_sequence($1, attname) AS sequence
       FROM pg_attribute WHERE attrelid = CAST($1 AS regclass) AND attnum > 0 AND NOT attisdropped`,
    [table],
  )
  for (const { name, sequence } of rows) {
    if (sequence === null) continue
    const drawn = await source.get<{ last: number | null }>(
      `SELECT MAX(last) AS last FROM (SELECT seq AS last FROM sqlite_sequence WHERE name = ? UNION ALL SELECT MAX(${name}) FROM ${table}) AS each`,
      [table],
    )
    // Unlike setval() it is undone with its transaction.
    await target.query(`ALTER SEQUENCE ${sequence} RESTART WITH ${(drawn?.last ?? 0) + 1}`)
  }
}
