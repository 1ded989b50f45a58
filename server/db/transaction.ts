import type { Sql, Tx } from './database.ts'
import { CollisionError, StorageError } from './storage-error.ts'

/**
 * Makes the {@link Tx} for one batch of commands on `sql`. Tasks for its end are added to `ends`, those for after the COMMIT
 * to `effects`.
 */
export function transaction(sql: Sql, effects: (() => void)[], ends: (() => Promise<void>)[]): Tx {
  return {
    run: sql.run,
    get: sql.get,
    all: sql.all,
    atEnd: (task) => ends.push(task),
    afterCommit: (task) => effects.push(task),
    async attempt(step) {
      const before = [effects.length, ends.length] as const
      try {
        return await nested(sql, step)
      } catch (error) {
        effects.length = before[0]
        ends.length = before[1]
        throw error
      }
    },
  }
}

/** Savepoints of one name nest: ROLLBACK TO and RELEASE mean the innermost. */
async function nested<T>(sql: Sql, step: () => Promise<T>): Promise<T> {
  await sql.run('SAVEPOINT step')
  try {
    const value = await step()
    await sql.run('RELEASE SAVEPOINT step')
    return value
  } catch (error) {
    if (error instanceof StorageError || error instanceof CollisionError) throw error
    await sql.run('ROLLBACK TO SAVEPOINT step')
    await sql.run('RELEASE SAVEPOINT step')
    throw error
  }
}
