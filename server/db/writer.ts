import type { Clock } from '../../shared/clock.ts'
import { createTaskQueue } from '../lib/task-queue.ts'
import type { BatchCommand, Sql, Tx } from './database.ts'
import { CollisionError, StorageError } from './storage-error.ts'
import { transaction } from './transaction.ts'

/** Most commands that share one COMMIT: a command that arrives meanwhile waits for all of it. */
const MAX_GROUP = 512
/**
 * Milliseconds between the beginnings of two groups, at least, while commands arrive together: the cost of a COMMIT is
 * then shared by more of them. Measured at 1,000 payments a second: a third less CPU, for 2 ms at the median.
 */
const PACE_MS = 5
/**
 * Effects and answers of a COMMIT carried out in one turn of the event loop: few, because the next group waits for
 * them.
 */
const EFFECTS_PER_TURN = 32

interface Job {
  command: BatchCommand<unknown, unknown>
  item: unknown
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** Jobs of one command that are carried out in one call. */
interface Batch {
  jobs: Job[]
}

/** The results of a batch, for its callers, and its effects. Both leave the writer only after the COMMIT. */
interface Done {
  results: unknown[]
  effects: (() => void)[]
}

/** Hears how each group has ended. */
export interface WriterOutcome {
  /** So many commands were committed. */
  committed(commands: number): void
  /** The storage refused a group, which was rolled back. */
  refused(error: StorageError): void
  /** A group met another transaction in its way, was rolled back, and is run again. */
  collided?(): void
}

/** How a writer goes about with others who write to the same database. */
export interface WriterOptions {
  /**
   * A group holds one kind of command, so that a transaction locks its rows in that command's order and no other's.
   * Default: false, for the one writer of a database.
   */
  apart?: boolean
  /** Draws the pause before a group that collided is run again, in milliseconds, from the number of tries so far. */
  pauseMs?(tries: number): number
}

/** Runs of a group that collides with others' again and again; the last one's error goes to its callers. */
const MOST_TRIES = 8

/** The part of a `Database` that writes; `write` and `batched` are described there. */
export interface Writer {
  write<T>(command: (tx: Tx) => Promise<T>): Promise<T>
  batched<Item, Result>(command: BatchCommand<Item, Result>): (item: Item) => Promise<Result>
  /** The number of commands that have not been answered. */
  waiting(): number
  /** Resolves when every command so far has been answered, and its effects have run. */
  idle(): Promise<void>
}

/**
 * Makes the single writer. Commands that wait at the same moment run one after the other inside one transaction. No
 * caller gets an answer before the COMMIT, not even a refusal, since it may rest on rows that an earlier command of the
 * same group wrote (I1). When the storage fails, the group is rolled back as a whole and each of its commands is
 * rejected.
 *
 * A command that throws splits its group: everything is rolled back, the commands before it run again and are
 * committed, and it is the first of the next group, where a rollback takes back nothing but its own changes. Savepoints
 * would do without the second run, but cost every command two trips to the database's thread (docs/performance.md), and
 * hardly any command throws.
 *
 * Where others write too, a group that collides with theirs is run again from its beginning.
 *
 * @param outcome called between two groups
 */
export function createWriter(
  sql: Sql,
  clock: Pick<Clock, 'elapsed' | 'after'>,
  outcome: WriterOutcome = { committed() {}, refused() {} },
  { apart = false, pauseMs = (tries) => tries }: WriterOptions = {},
): Writer {
  const queue: Job[] = []
  const effectsQueue = createTaskQueue(EFFECTS_PER_TURN)
  let draining: Promise<void> | undefined
  let begunAt = Number.NEGATIVE_INFINITY
  let arriveTogether = false
  let underWay = 0

  async function drain(): Promise<void> {
    // Commands that are asked for in the same tick share the first group.
    await undefined
    while (queue.length > 0) {
      const early = begunAt + PACE_MS - clock.elapsed()
      if (arriveTogether && early > 0 && queue.length < MAX_GROUP) {
        await new Promise<void>((resolve) => clock.after(early, resolve))
      }
      begunAt = clock.elapsed()
      const jobs = queue.splice(0, MAX_GROUP)
      arriveTogether = jobs.length > 1
      underWay = jobs.length
      const batches = batchesOf(jobs)
      if (apart) for (const batch of batches) await commitGroup([batch])
      else await commitGroup(batches)
      underWay = 0
    }
    // No await since the last look at the queue: a command that is asked for from now on starts a new drain.
    draining = undefined
  }

  async function commitGroup(group: Batch[], tries = 1): Promise<void> {
    const done: Done[] = []
    try {
      await sql.run('BEGIN')
      for (const batch of group) done.push(await runBatch(batch))
      await sql.run('COMMIT')
    } catch (error) {
      // The storage may have ended the transaction by itself; then there is nothing left to roll back.
      await sql.run('ROLLBACK').catch(() => {})
      if (error instanceof CollisionError) {
        if (tries < MOST_TRIES) return await runAgain(group, tries)
        return await takeApart(group, done.length, error.cause)
      }
      return await takeApart(group, done.length, error)
    }
    // Wakes of the devices first, then the callers; a few at a time, because the next group is under way meanwhile.
    effectsQueue.add([
      ...done.flatMap(({ effects }) => effects),
      ...group.flatMap(({ jobs }, index) => settlements(jobs, done[index]?.results ?? [])),
    ])
    outcome.committed(group.reduce((sum, { jobs }) => sum + jobs.length, 0))
  }

  async function runAgain(group: Batch[], tries: number): Promise<void> {
    outcome.collided?.()
    await new Promise<void>((resolve) => clock.after(pauseMs(tries), resolve))
    await commitGroup(group, tries + 1)
  }

  /**
   * Splits a group that was rolled back because of its batch at `failed` (behind the last one: because of the COMMIT).
   */
  async function takeApart(group: Batch[], failed: number, error: unknown): Promise<void> {
    const culprit = group[failed]
    if (error instanceof StorageError || culprit === undefined) {
      // First, so that a caller who looks at the answer finds the database's state told.
      if (error instanceof StorageError) outcome.refused(error)
      for (const { jobs } of group) for (const job of jobs) job.reject(error)
      return
    }
    const before = group.slice(0, failed)
    const after = group.slice(failed + 1)
    // The job of the batch that failed is not known: each is tried by itself.
    const alone = culprit.jobs.map((job) => ({ jobs: [job] }))
    if (before.length === 0 && alone.length === 1) {
      culprit.jobs[0]?.reject(error)
      if (after.length > 0) await commitGroup(after)
      return
    }
    if (before.length > 0) await commitGroup(before)
    await commitGroup([...alone, ...after])
  }

  async function runBatch({ jobs }: Batch): Promise<Done> {
    const effects: (() => void)[] = []
    const ends: (() => Promise<void>)[] = []
    const items = jobs.map(({ item }) => item)
    const results = (await jobs[0]?.command(transaction(sql, effects, ends), items)) ?? []
    for (const end of ends) await end()
    if (results.length !== items.length) throw new Error(`${items.length} commands came to ${results.length} results`)
    return { results, effects }
  }

  function enqueue(command: BatchCommand<unknown, unknown>, item: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      queue.push({ command, item, resolve, reject })
      draining ??= drain()
    })
  }

  return {
    write: <T>(command: (tx: Tx) => Promise<T>) =>
      enqueue(async (tx) => [{ value: await command(tx) }], undefined).then((result) => (result as { value: T }).value),
    batched:
      <Item, Result>(command: BatchCommand<Item, Result>) =>
      (item: Item) =>
        enqueue(command as BatchCommand<unknown, unknown>, item) as Promise<Result>,
    waiting: () => queue.length + underWay,
    async idle() {
      while (draining !== undefined) await draining
      await effectsQueue.idle()
    },
  }
}

/** Joins jobs of the same command, at the place of the first: jobs that wait at one moment have no order. */
function batchesOf(jobs: readonly Job[]): Batch[] {
  const batches = new Map<Job['command'], Batch>()
  for (const job of jobs) {
    const batch = batches.get(job.command)
    if (batch === undefined) batches.set(job.command, { jobs: [job] })
    else batch.jobs.push(job)
  }
  return [...batches.values()]
}

/** Makes one task for each job, which hands the job its result. */
function settlements(jobs: readonly Job[], results: readonly unknown[]): (() => void)[] {
  return jobs.map((job, index) => () => {
    const result = results[index]
    if (result instanceof Error) job.reject(result)
    else job.resolve(result)
  })
}
