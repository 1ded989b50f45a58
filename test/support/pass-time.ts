import type { ManualClock } from './manual-clock.ts'
import type { TestServer } from './test-server.ts'

/** Jobs that wait for services outside, which a test may keep silent: their writes alone are waited for. */
const CALLING = ['send refunds', 'poll payments', 'send effects', 'deliver events', 'heartbeat']

/**
 * Lets `ms` pass on a server's manual clock, `stepMs` at a time, and waits each time until its jobs have run. Jobs run
 * once a step at most.
 */
export async function pass(server: TestServer, clock: ManualClock, ms: number, stepMs = 1_000): Promise<void> {
  for (let gone = 0; gone < ms; gone += stepMs) {
    clock.advance(stepMs)
    const jobs = server.running.jobsUnderWay().filter(({ name }) => !CALLING.includes(name))
    await Promise.all(jobs.map(({ finished }) => finished))
    // Where one writer writes, this waits behind every earlier write.
    await server.running.ctx.db.write(async () => {})
    // The jobs whose writes these were have to notice that they are finished, or the next second skips them.
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}
