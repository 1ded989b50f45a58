import { AsyncLocalStorage } from 'node:async_hooks'
import { onTestFinished } from 'vitest'

type Cleanup = (outcome: { failed: boolean }) => unknown

interface Scope {
  cleanups: Cleanup[]
  /** Set at the end of the round. */
  outcome?: { failed: boolean }
}

/** The running round. A test has vitest to clean up after it; a round of `npm run faults` has this. */
const rounds = new AsyncLocalStorage<Scope>()

/**
 * Registers a cleanup for the end of the running test or round, with any outcome; the last one registered is called
 * first. After the end of a round it is called at once: some part of a failed round has not stopped in time.
 */
export function atEnd(cleanup: Cleanup): void {
  const round = rounds.getStore()
  if (round === undefined)
    onTestFinished(async ({ task }) => void (await cleanup({ failed: task.result?.state === 'fail' })))
  else if (round.outcome === undefined) round.cleanups.push(cleanup)
  else void cleanup(round.outcome)
}

/**
 * Runs `work` as a round of its own: the cleanups that it registers by {@link atEnd} are awaited before this resolves.
 * Rejects with the error of `work`, or with an AggregateError of the cleanups that failed.
 */
export async function asRound<T>(work: () => Promise<T>, isFailure: (result: T) => boolean): Promise<T> {
  const round: Scope = { cleanups: [] }
  try {
    const result = await rounds.run(round, work)
    round.outcome = { failed: isFailure(result) }
    return result
  } finally {
    round.outcome ??= { failed: true }
    await tidyUp(round.cleanups, round.outcome)
  }
}

async function tidyUp(cleanups: Cleanup[], outcome: { failed: boolean }): Promise<void> {
  const faults: unknown[] = []
  for (const cleanup of cleanups.reverse()) {
    try {
      await cleanup(outcome)
    } catch (error) {
      faults.push(error)
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `tidying up: ${faults.join('; ')}`)
}
