import { resolve } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Database, Sql } from './db/database.ts'
import { asUnusable } from './db/sqlite/unusable-database.ts'
import type { Random } from './lib/random.ts'

export interface DatabaseOptions {
  config: Pick<Config, 'DATABASE_URL' | 'DATA_DIR'>
  logger: Logger
  random: Pick<Random, 'below'>
  /** Begins with an empty file also where one clearly was. */
  fresh: boolean
  /** Called when the file is served by nobody else, before it is opened. */
  claimed?(): Promise<void>
  /** Wraps the statements that write. */
  instrument?: (sql: Sql) => Sql
}

/**
 * Opens the database of the configuration: PostgreSQL at DATABASE_URL, or else the SQLite file in DATA_DIR. Nothing beyond
 * this call asks which of the two it is. The other one's driver is not loaded. Rejects as `openSqlite` and `openPostgres`.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { config, logger, random, fresh, claimed, instrument } = options
  if (config.DATABASE_URL !== undefined) {
    const { openPostgres } = await import('./db/postgres/open-postgres.ts')
    return await openPostgres({
      url: config.DATABASE_URL,
      log: logger,
      below: random.below,
      ...(instrument && { instrument }),
    })
  }
  const { openSqlite } = await import('./db/sqlite/open-sqlite.ts')
  return await openSqlite({
    ...{ file: fileOf(config), fresh, log: logger },
    ...(claimed && { claimed }),
    ...(instrument && { instrument }),
  })
}

/** Turns an error of a start on the database into one that says what to do, where that is known. */
export function explainStart(error: unknown, config: DatabaseOptions['config']): unknown {
  return config.DATABASE_URL === undefined ? asUnusable(error, fileOf(config)) : error
}

function fileOf(config: DatabaseOptions['config']): string {
  return resolve(config.DATA_DIR, 'laidan.db')
}
