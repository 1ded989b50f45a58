import { AsyncLocalStorage } from 'node:async_hooks'
import { onTestFinished } from 'vitest'

type Cleanup = (outcome: { failed: boolean }) => unknown

interface Scope {
  cleanups: Cleanup[]
  /** Set when it is over. */
  outcome?: { failed: boolean }
}

/** The round that is running here. A test has vitest to tidy up after it; `npm run faults` has this. */
const rounds = new AsyncLocalStorage<Scope>()

/**
 * Called when the running test or the running round is over, however it ended; the last one registered comes first.
 * What a round that is over still registers is called at once: somebody did not hear in time that it has failed.
 */
export function atEnd(cleanup: Cleanup): void {
  const round = rounds.getStore()
  if (round === undefined)
    onTestFinished(async ({ task }) => void (await cleanup({ failed: task.result?.state === 'fail' })))
  else if (round.outcome === undefined) round.cleanups.push(cleanup)
  else void cleanup(round.outcome)
}

/**
 * Runs `work` as a round of its own: what it registers by {@link atEnd} is called, and awaited, before this resolves.
 * Rejects with what `work` throws, or with everything that went wrong in tidying up.
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
