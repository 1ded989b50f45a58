import { expect, it, onTestFinished } from 'vitest'
import type { Printer } from '../../../desktop/core/ports.ts'
import { hostFetch } from '../../../desktop/core/rest/fetch.ts'
import { createPrinter } from '../../../desktop/printing/create-printer.ts'
import type { Clock } from '../../../shared/clock.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import { startFakePrinter } from '../../support/printer/fake-printer.ts'
import { textOf } from '../../support/printer/paper-roll.ts'
import { until } from '../../support/until.ts'
import { reminderFrame, welcomeFrame } from './support/frames.ts'
import { createMachine } from './support/machine.ts'
import { printerAt } from './support/paper-host.ts'
import { createScriptedTransport } from './support/scripted-transport.ts'

/** The time within which the shop must know, milliseconds. */
const LIMIT_MS = 10_000
/** The pause before the second look at a printer: a roll that ends in a ticket is noticed by it. */
const SETTLE_MS = 1_500
/** The timers of that length for one ticket: one for each of twelve questions, and the pause, the ninth. */
const TIMERS = { ticket: 13, pause: 9 }

/** A device with a real connection to an imitated printer; its time stands still but for what the test lets pass. */
async function openKitchen() {
  const fake = await startFakePrinter()
  onTestFinished(() => fake.close())
  let printer: Printer | undefined
  const machine = createMachine({
    printer: {
      print: async (job) => (await printer?.print(job)) ?? { outcome: 'failed' },
      learn: async () => 'asks',
    },
  })
  const { clock } = machine
  let timers = 0
  const counted: Clock = {
    ...clock,
    after(ms, task) {
      if (ms === SETTLE_MS) timers += 1
      return clock.after(ms, task)
    },
  }
  printer = createPrinter({
    ...{ clock: counted, raster: () => undefined, fetch: hostFetch(globalThis) },
    account: () => undefined,
  })
  const printers = [printerAt(`tcp://127.0.0.1:${fake.port}`)]
  machine.disks.settings.put(JSON.stringify({ printing: { when: 'arrival', printers } }))
  const transport = createScriptedTransport()
  const { bell } = machine.boot(transport)
  await bell.start()
  const socket = transport.last()
  socket.accept()
  socket.send(welcomeFrame({ head: 0, resumed: true, now: clock.now() }))
  socket.send({ op: 'synced', head: 0 })
  await clock.advanceAsync(0)
  let orders = 0
  async function order(): Promise<string> {
    orders += 1
    socket.send(reminderFrame({ seq: orders, id: `r${orders}` }))
    await clock.advanceAsync(0)
    return `r${orders}`
  }
  /** Lets the pause after the `nth` ticket pass, once it has begun: no question is under way then, so that no limit ends. */
  async function settle(nth: number): Promise<boolean> {
    const paused = timers === (nth - 1) * TIMERS.ticket + TIMERS.pause
    if (paused) await clock.advanceAsync(SETTLE_MS)
    return paused
  }
  const tickets = () => textOf(fake.roll).filter((line) => line === '[cut]').length
  const wordsOf = (id: string) =>
    socket
      .all('announced')
      .filter((frame) => frame.id === id)
      .map(({ outcome }) => outcome)
  return { ...machine, bell, fake, order, settle, tickets, wordsOf }
}

it.each(['before a ticket', 'in the middle of one'])(
  'paper-out in the rush, %s: the shop is told within 10 s, and every order still rings',
  async (moment) => {
    const { bell, clock, fake, order, settle, tickets, wordsOf, said } = await openKitchen()
    const sentence = phrasesFor('zh-CN').printer('paper_out')
    const ids = [await order(), await order()]
    for (const nth of [1, 2]) {
      await until('the pause', () => settle(nth))
      await until('the word', () => wordsOf(`r${nth}`).some(({ print }) => print === 'printed'))
    }
    const before = clock.now()
    if (moment === 'before a ticket') fake.sense({ paper: 'out' })
    ids.push(await order())
    if (moment !== 'before a ticket') {
      await until('a ticket', () => tickets() === 3)
      fake.sense({ paper: 'out' })
    }
    await until('the lamp', async () => {
      await settle(3)
      return bell.status().faults.some(({ part, reason }) => part === 'printer' && reason === 'paper_out')
    })
    expect(clock.now() - before).toBeLessThanOrEqual(LIMIT_MS)
    for (const _ of Array(5)) ids.push(await order())
    await until('the sentence', async () => {
      await clock.advanceAsync(0)
      return said().includes(sentence)
    })
    expect(said().filter((text) => text === sentence)).toHaveLength(1)
    expect(clock.now() - before).toBeLessThanOrEqual(LIMIT_MS)
    for (const id of ids) expect(wordsOf(id)[0]).toMatchObject({ speech: 'ok' })
    // What waits behind the ticket without paper has the word as well.
    for (const id of ids.slice(3)) expect(wordsOf(id).at(-1)?.print).toBe('paper_out')
    await bell.stop()
  },
)
