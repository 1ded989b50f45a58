import type { Sql } from '../../../server/db/database.ts'
import { asStorageError } from '../../../server/db/storage-error.ts'
import { wrapSql } from './wrap-sql.ts'

/** What a disk does to SQLite. */
export type Fault = 'SQLITE_FULL' | 'SQLITE_IOERR'

/** A storage that fails where it is told to. */
export interface FailingSql {
  wrap(sql: Sql): Sql
  /** Counts statements from now on; those for which `fails` holds (from 1) fail with `code` before they are run. */
  fail(code: Fault, fails: (statement: { at: number; text: string }) => boolean): void
  /** Like `fail`, but the statement is carried out and its success is not reported. */
  hide(code: Fault, fails: (statement: { at: number; text: string }) => boolean): void
  heal(): void
  /** The statements since `fail`, `hide` or `heal`. */
  seen(): string[]
}

export function createFailingSql(): FailingSql {
  let rule: { code: Fault; fails(statement: { at: number; text: string }): boolean; carriedOut: boolean } | undefined
  let seen: string[] = []

  async function go<T>(text: string, run: () => Promise<T>): Promise<T> {
    seen.push(text)
    const failing = rule?.fails({ at: seen.length, text }) === true ? rule : undefined
    if (failing === undefined) return await run()
    if (failing.carriedOut) await run()
    throw asStorageError(Object.assign(new Error(failing.code), { code: failing.code }))
  }

  function become(next: typeof rule): void {
    rule = next
    seen = []
  }

  return {
    wrap: (sql) => wrapSql(sql, go),
    fail: (code, fails) => become({ code, fails, carriedOut: false }),
    hide: (code, fails) => become({ code, fails, carriedOut: true }),
    heal: () => become(undefined),
    seen: () => [...seen],
  }
}
