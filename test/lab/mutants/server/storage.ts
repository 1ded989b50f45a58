import type { Sql } from '../../../../server/db/database.ts'
import { wrapSql } from '../../rig/wrap-sql.ts'

/** COMMITs; more than a small run has. */
const SAVES_EVERY = 50

/** The database is told not to sync before the first statement is run. */
export function neverSyncs(sql: Sql): Sql {
  let told: Promise<unknown> | undefined
  return wrapSql(sql, async (_statement, run) => {
    told ??= sql.run('PRAGMA synchronous = OFF')
    await told
    return await run()
  })
}

/** Saves now and then, as some brokers do: most COMMITs are acknowledged and left to a later one. */
export function answersBeforeCommit(sql: Sql): Sql {
  let open = false
  let commits = 0
  const { run } = sql
  return {
    ...sql,
    async run(statement, values) {
      if (statement === 'BEGIN') {
        if (open) return 0
        open = true
      } else if (statement === 'COMMIT') {
        if (++commits % SAVES_EVERY !== 0) return 0
        open = false
      }
      return await run(statement, values)
    },
  }
}
