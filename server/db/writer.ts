import type { Sql, Tx } from './database.ts'
import { StorageError } from './storage-error.ts'

/** Commands that share one COMMIT at most. Larger groups gain little and make the last of them wait. */
const MAX_GROUP = 64

interface Job {
  command: (tx: Tx) => Promise<unknown>
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** What a job of a group came to, told to its caller only after the COMMIT. */
type Settle = () => void

export interface Writer {
  write<T>(command: (tx: Tx) => Promise<T>): Promise<T>
  /** Resolves when everything that was asked for so far is decided. */
  idle(): Promise<void>
}

/**
 * The single writer. Commands that wait at the same moment run one after the other inside one transaction, a
 * SAVEPOINT each after the first: a command that throws takes back only its own changes. Nobody is told anything before the COMMIT —
 * not even a refusal, since it may rest on what an earlier command of the same group wrote (I1).
 * When the storage fails, the group is rolled back as a whole and every command of it is rejected.
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
    const settled: Settle[] = []
    const effects: (() => void)[] = []
    try {
      await sql.run('BEGIN')
      for (const [index, job] of group.entries()) settled.push(await runJob(job, effects, index === 0 ? first : nested))
      await sql.run('COMMIT')
    } catch (error) {
      // The storage may have ended the transaction by itself; then there is nothing left to roll back.
      await sql.run('ROLLBACK').catch(() => {})
      for (const job of group) job.reject(error)
      return
    }
    for (const settle of settled) settle()
    for (const effect of effects) effect()
  }

  async function runJob(job: Job, effects: (() => void)[], isolated: typeof nested): Promise<Settle> {
    const own: (() => void)[] = []
    try {
      const value = await isolated(sql, () => job.command(transaction(sql, own)))
      effects.push(...own)
      return () => job.resolve(value)
    } catch (error) {
      if (error instanceof StorageError) throw error
      return () => job.reject(error)
    }
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

/** The first command of a transaction needs no savepoint, which saves the only command of most groups two round trips. */
async function first<T>(sql: Sql, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof StorageError) throw error
    await sql.run('ROLLBACK')
    await sql.run('BEGIN')
    throw error
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
