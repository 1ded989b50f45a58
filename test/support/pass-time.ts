import type { ManualClock } from './manual-clock.ts'
import type { TestServer } from './test-server.ts'

/** Rounds of writes of one job: it finds what is due, and then does what has to be a command of its own. */
const ROUNDS = 2
/** Commands that are carried out side by side, at most: PostgreSQL has that many writers. */
const SIDE_BY_SIDE = 2

/**
 * Lets `ms` pass on a server's manual clock, `stepMs` at a time, and waits each time until the writes of its jobs are
 * done: a write waits behind every earlier one. Jobs run once a step at most.
 */
export async function pass(server: TestServer, clock: ManualClock, ms: number, stepMs = 1_000): Promise<void> {
  const { db } = server.running.ctx
  for (let gone = 0; gone < ms; gone += stepMs) {
    clock.advance(stepMs)
    for (let round = 0; round < ROUNDS; round++) {
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => db.write(async () => {})))
      // The jobs whose writes these were have to go on, or to notice that they are finished: else the next second skips them.
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
  }
}
