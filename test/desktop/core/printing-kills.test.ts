import { expect, it } from 'vitest'
import { createMachine } from './support/machine.ts'
import { createModelServer } from './support/model-server.ts'
import { createPaperHost, printerAt } from './support/paper-host.ts'

/** Two orders, the second of them answered elsewhere at once: it is closed before this device has printed it. */
const ORDERS = 2

/**
 * Lets a device print two orders, killed at its `killAt`-th step: a write that has landed, a ticket that is about to be
 * sent, or one that has just come out. Resolves to the number of steps, and to the papers of each order.
 */
async function live(killAt: number) {
  const paper = createPaperHost()
  let steps = 0
  let process: ReturnType<ReturnType<typeof createMachine>['boot']> | undefined
  const step = () => {
    steps++
    if (steps === killAt) process?.crash()
  }
  const machine = createMachine({
    printer: {
      ...paper,
      async print(job) {
        step()
        if (steps === killAt) return await new Promise(() => {})
        const report = await paper.print(job)
        step()
        return report
      },
    },
  })
  const { clock, disks } = machine
  disks.settings.put(JSON.stringify({ printing: { when: 'arrival', printers: [printerAt('tcp://10.0.0.1')] } }))
  for (const disk of [disks.inbox, disks.printing]) disk.watch(step)
  const server = createModelServer({ now: clock.now, acked() {} })

  async function boot() {
    process = machine.boot(server.transport)
    await process.bell.start()
    await deliver()
  }
  async function deliver() {
    for (let i = 0; i < 8; i++) {
      while (server.deliver()) await clock.advanceAsync(0)
      await clock.advanceAsync(1_000)
    }
  }
  await boot()
  for (let i = 0; i < ORDERS; i++) {
    server.remind()
    if (i === 1) server.close(1)
    await deliver()
  }
  server.forget()
  process?.crash()
  await boot()
  await process?.bell.stop()
  const marks = Array.from({ length: ORDERS }, (_, i) =>
    paper.papers
      .filter(({ text }) => text.includes(`2026010100${String(i + 1).padStart(2, '0')}`))
      .map(({ marked }) => marked),
  )
  return { steps, marks }
}

it('killed at every step around two tickets: no order is without paper, and every double is marked', async () => {
  const { steps, marks } = await live(0)
  expect(marks).toEqual([[false], [false]])
  expect(steps).toBeGreaterThan(8)
  for (let at = 1; at <= steps; at++) {
    const { marks } = await live(at)
    expect(
      marks.map((one) => one.length > 0),
      `killed at step ${at}`,
    ).toEqual([true, true])
    expect(
      marks.map((one) => one.filter((marked) => !marked).length <= 1),
      `killed at step ${at}`,
    ).toEqual([true, true])
    expect(marks.flat().length, `killed at step ${at}`).toBeLessThanOrEqual(ORDERS + 1)
  }
})
