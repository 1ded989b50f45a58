import type { Context } from '../../../server/context/context.ts'
import type { Sql } from '../../../server/db/database.ts'
import { wrapSql } from './wrap-sql.ts'

/** Counts what the server does between a command and its answer, and ends the process in the middle of it. */
export interface Steps {
  /** Begins to count; at step `at` (from 1) the process is killed. `match`: only steps whose name contains it count. */
  arm(options: { at: number; match?: string }): void
  /** The names of the steps since `arm`. */
  taken(): string[]
  sql(sql: Sql): Sql
  wake(wake: Context['wake']): Context['wake']
  /** For what is neither a statement nor a wake. */
  step(name: string): void
}

/**
 * `crash` must not return control to the program: SIGKILL to the own process. `taking` hears of each step that the
 * process survives.
 */
export function createSteps(crash: () => void, taking: (name: string) => void = () => {}): Steps {
  let armed: { at: number; match: string } | undefined
  let names: string[] = []

  function step(name: string): void {
    if (armed === undefined || !name.includes(armed.match)) return
    names.push(name)
    if (names.length === armed.at) crash()
    else taking(name)
  }

  async function around<T>(sql: string, run: () => Promise<T>): Promise<T> {
    const name = sql.replace(/\s+/g, ' ').trim().slice(0, 60)
    step(`before ${name}`)
    const result = await run()
    step(`after ${name}`)
    return result
  }

  return {
    arm({ at, match = '' }) {
      armed = { at, match }
      names = []
    },
    taken: () => names,
    sql: (sql) => wrapSql(sql, around),
    wake: (wake) => (storeId, head, entry) => {
      step('before wake')
      wake(storeId, head, entry)
      step('after wake')
    },
    step,
  }
}
