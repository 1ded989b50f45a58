import type { Logger } from 'pino'
import type { Clock } from '../../shared/clock.ts'

/** Something to be done again and again. What is due stands in the database, so nothing is lost between two runs. */
export interface Job {
  name: string
  everyMs: number
  /** `stopping`: the server wants to stop; whatever can be left for the next start is left. */
  run(stopping: AbortSignal): Promise<unknown>
}

export interface Ticker {
  /** Starts no more jobs and waits for the running ones. */
  stop(): Promise<void>
}

/** Runs each job at its interval, never twice at once. A failed run is logged and tried again at the next one. */
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
    return { cancel, finished: () => running }
  })
  return {
    async stop() {
      for (const { cancel } of runs) cancel()
      stopping.abort()
      await Promise.all(runs.map(({ finished }) => finished()))
    },
  }
}
