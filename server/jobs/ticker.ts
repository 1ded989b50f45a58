import type { Logger } from 'pino'
import type { Clock } from '../../shared/clock.ts'

/** A task that runs at an interval. The database says what is due, so nothing is lost between two runs. */
export interface Job {
  name: string
  everyMs: number
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

/** Starts each job at its interval, never twice at once. A failed run is logged; the next one tries again. */
export function startJobs(jobs: readonly Job[], deps: { clock: Clock; logger: Logger }): Ticker {
  const stopping = new AbortController()
  const runs = jobs.map((job) => {
    let running: Promise<void> | undefined
    const cancel = deps.clock.every(job.everyMs, () => {
      running ??= job
        .run(stopping.signal)
        .then(() => {})
        .catch((error: unknown) => deps.logger.error({ err: error, job: job.name }, 'a job failed'))
        .finally(() => {
          running = undefined
        })
    })
    return { name: job.name, cancel, finished: () => running }
  })
  return {
    underWay: () =>
      runs.flatMap(({ name, finished: run }) => {
        const finished = run()
        return finished === undefined ? [] : [{ name, finished }]
      }),
    async stop() {
      for (const { cancel } of runs) cancel()
      stopping.abort()
      await Promise.all(runs.map(({ finished }) => finished()))
    },
  }
}
