import type { ManualClock } from './manual-clock.ts'
import type { TestServer } from './test-server.ts'

/**
 * Lets `ms` pass on a server's manual clock, a second at a time, and waits each time until the writes of its jobs are
 * done: a write waits behind every earlier one.
 */
export async function pass(server: TestServer, clock: ManualClock, ms: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += 1_000) {
    clock.advance(1_000)
    await server.running.ctx.db.write(async () => {})
    // The jobs whose writes these were have to notice that they are finished, or the next second skips them.
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}
