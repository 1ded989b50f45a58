import type { Sql, Tx } from './database.ts'
import { StorageError } from './storage-error.ts'

/** Commands that share one COMMIT at most. Larger groups gain little and make the last of them wait. */
const MAX_GROUP = 64

interface Job {
  command: (tx: Tx) => Promise<unknown>
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** What a job of a group came to: told to its caller, and acted upon, only after the COMMIT. */
interface Done {
  settle(): void
  effects: (() => void)[]
}

export interface Writer {
  write<T>(command: (tx: Tx) => Promise<T>): Promise<T>
  /** Resolves when everything that was asked for so far is decided. */
  idle(): Promise<void>
}

/**
 * The single writer. Commands that wait at the same moment run one after the other inside one transaction. Nobody is
 * told anything before the COMMIT — not even a refusal, since it may rest on what an earlier command of the same group
 * wrote (I1). When the storage fails, the group is rolled back as a whole and every command of it is rejected.
 *
 * A command that throws splits its group: everything is rolled back, what stood before it runs again and is committed,
 * and it is the first of the next group, where a rollback takes back nothing but its own changes. Savepoints would do
 * without the second run, but cost every command two trips to the database's thread (docs/performance.md), and nearly
 * none throws.
 */
export function createWriter(sql: Sql): Writer {
  const queue: Job[] = []
  let draining: Promise<void> | undefined

  async function drain(): Promise<void> {
    // What is asked for in the same breath shares the first group.
    await undefined
    while (queue.length > 0) await commitGroup(queue.splice(0, MAX_GROUP))
    // In the same breath as the last look at the queue: what is asked for from now on starts a new drain.
    draining = undefined
  }

  async function commitGroup(group: Job[]): Promise<void> {
    const done: Done[] = []
    try {
      await sql.run('BEGIN')
      for (const job of group) done.push(await runJob(job))
      await sql.run('COMMIT')
    } catch (error) {
      // The storage may have ended the transaction by itself; then there is nothing left to roll back.
      await sql.run('ROLLBACK').catch(() => {})
      return await takeApart(group, done.length, error)
    }
    for (const { settle } of done) settle()
    for (const { effects } of done) for (const effect of effects) effect()
  }

  /** Nothing of `group` has happened, because of the command at `failed` (behind the last one: of the COMMIT). */
  async function takeApart(group: Job[], failed: number, error: unknown): Promise<void> {
    if (error instanceof StorageError || failed === group.length) {
      for (const job of group) job.reject(error)
    } else if (failed > 0) {
      await commitGroup(group.slice(0, failed))
      await commitGroup(group.slice(failed))
    } else {
      group[0]?.reject(error)
      if (group.length > 1) await commitGroup(group.slice(1))
    }
  }

  async function runJob(job: Job): Promise<Done> {
    const effects: (() => void)[] = []
    const value = await job.command(transaction(sql, effects))
    return { settle: () => job.resolve(value), effects }
  }

  return {
    write<T>(command: (tx: Tx) => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        queue.push({ command, resolve: resolve as (value: unknown) => void, reject })
        draining ??= drain()
      })
    },
    async idle() {
      while (draining !== undefined) await draining
    },
  }
}

function transaction(sql: Sql, effects: (() => void)[]): Tx {
  return {
    run: sql.run,
    get: sql.get,
    all: sql.all,
    afterCommit: (task) => effects.push(task),
    async attempt(step) {
      const before = effects.length
      try {
        return await nested(sql, step)
      } catch (error) {
        effects.length = before
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
    if (error instanceof StorageError) throw error
    await sql.run('ROLLBACK TO SAVEPOINT step')
    await sql.run('RELEASE SAVEPOINT step')
    throw error
  }
}
