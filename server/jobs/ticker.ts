import type { Logger } from 'pino'
import type { Clock } from '../../shared/clock.ts'

/** A task that runs at an interval. The database says what is due, so nothing is lost between two runs. */
export interface Job {
  name: string
  everyMs: number
  /** Runs that may go on at the same time: more than one where a run waits for others. Default: 1. */
  atOnce?: number
  /** Runs the task once. When `stopping` is aborted, work that can wait for the next start is left for it. */
  run(stopping: AbortSignal): Promise<unknown>
}

/** The running jobs. */
export interface Ticker {
  /** Lists the jobs that are being run, each with the end of this run. */
  underWay(): { name: string; finished: Promise<void> }[]
  /** Starts no more jobs and waits for the running ones. */
  stop(): Promise<void>
}

/** Shortest time between two lines of one job about the same error, milliseconds: some look forty times a second, and a database may be away for a night. */
const TOLD_EVERY_MS = 60_000

/**
 * Starts each job at its interval, never more often at once than it may. A failed run is logged, the same error once a minute at
 * most; the next one tries again.
 */
export function startJobs(jobs: readonly Job[], deps: { clock: Clock; logger: Logger }): Ticker {
  const stopping = new AbortController()
  const runs = jobs.map((job) => {
    const running = new Set<Promise<void>>()
    let toldAt = Number.NEGATIVE_INFINITY
    let untold = 0
    let told = ''
    const tell = (error: unknown) => {
      const now = deps.clock.elapsed()
      const what = String(error)
      if (what === told && now - toldAt < TOLD_EVERY_MS) {
        untold++
        return
      }
      deps.logger.error({ err: error, job: job.name, ...(untold > 0 && { more: untold }) }, 'a job failed')
      toldAt = now
      told = what
      untold = 0
    }
    const cancel = deps.clock.every(job.everyMs, () => {
      if (running.size >= (job.atOnce ?? 1)) return
      const run = job
        .run(stopping.signal)
        .then(() => {})
        .catch(tell)
        .finally(() => {
          running.delete(run)
        })
      running.add(run)
    })
    return { name: job.name, cancel, running }
  })
  return {
    underWay: () => runs.flatMap(({ name, running }) => [...running].map((finished) => ({ name, finished }))),
    async stop() {
      for (const { cancel } of runs) cancel()
      stopping.abort()
      await Promise.all(runs.flatMap(({ running }) => [...running]))
    },
  }
}
