import type { ManualClock } from './manual-clock.ts'
import type { TestServer } from './test-server.ts'

/**
 * Lets `ms` pass on a server's manual clock, `stepMs` at a time, and waits each time until the writes of its jobs are
 * done: a write waits behind every earlier one. Jobs run once a step at most.
 */
export async function pass(server: TestServer, clock: ManualClock, ms: number, stepMs = 1_000): Promise<void> {
  for (let gone = 0; gone < ms; gone += stepMs) {
    clock.advance(stepMs)
    await server.running.ctx.db.write(async () => {})
    // The jobs whose writes these were have to notice that they are finished, or the next second skips them.
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}
