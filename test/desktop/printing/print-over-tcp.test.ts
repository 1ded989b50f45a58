import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { learnStatus, printOverTcp } from '../../../desktop/printing/tcp/print-over-tcp.ts'
import { hostClock } from '../../../shared/clock.ts'
import { type FakePrinter, type Manner, startFakePrinter } from '../../support/printer/fake-printer.ts'
import { textOf } from '../../support/printer/paper-roll.ts'
import type { Sensors } from '../../support/printer/status-bytes.ts'
import { until } from '../../support/until.ts'

const clock = hostClock(globalThis)
/** For what waits for a limit and for nothing else. */
const hasty = { ...clock, after: (ms: number, task: () => void) => clock.after(ms / 4, task) }
const begins = async () => {}
const TICKET = new TextEncoder().encode('one ticket\n')
const LONG = new TextEncoder().encode('a line of forty letters, again and again\n'.repeat(400))

async function startPrinter(): Promise<FakePrinter> {
  const printer = await startFakePrinter()
  onTestFinished(() => printer.close())
  return printer
}

const at = ({ port }: Pick<FakePrinter, 'port'>) => ({ host: '127.0.0.1', port })
const print = (printer: Pick<FakePrinter, 'port'>, bytes = TICKET, asks = true) =>
  printOverTcp(at(printer), bytes, { asks, clock, begins })

describe('a network printer', () => {
  it('prints, and is asked four questions before and after', async () => {
    const printer = await startPrinter()
    expect(await print(printer)).toEqual({ outcome: 'ok' })
    expect(textOf(printer.roll)).toEqual(['one ticket'])
    expect(printer.asked.slice(0, 4)).toEqual([1, 2, 3, 4])
    expect(printer.asked.length).toBeGreaterThanOrEqual(8)
  })

  it.each<[string, Partial<Sensors>]>([
    ['paper_out', { paper: 'out' }],
    ['cover_open', { coverOpen: true }],
    ['cutter', { cutterStuck: true }],
    ['offline', { offline: true }],
  ])('that says %s gets no bytes, so that nothing comes out later unmarked', async (outcome, sensors) => {
    const printer = await startPrinter()
    printer.sense(sensors)
    expect(await print(printer)).toEqual({ outcome })
    printer.sense({ paper: 'enough', coverOpen: false, cutterStuck: false, offline: false })
    expect(textOf(printer.roll)).toEqual([])
  })

  it('prints while its paper is near its end', async () => {
    const printer = await startPrinter()
    printer.sense({ paper: 'near_end' })
    expect(await print(printer)).toEqual({ outcome: 'ok' })
  })

  it('leaves a doubt where its paper ends during a ticket', async () => {
    const printer = await startPrinter()
    const printing = print(printer, LONG)
    await until('it is asked again', () => printer.asked.length >= 5)
    printer.sense({ paper: 'out' })
    expect(await printing).toEqual({ outcome: 'paper_out', doubt: true })
  })

  it.each<[string, Manner, object]>([
    ['that is cut off in the middle', { kind: 'cut', afterBytes: 4_000 }, { outcome: 'cut_off', doubt: true }],
    ['that accepts, and says nothing', { kind: 'half_open' }, { outcome: 'no_answer' }],
    ['that answers nonsense', { kind: 'garbage', bytes: [0xff, 0x00, 0x7f] }, { outcome: 'bad_status' }],
    ['that answers nothing, when asked', { kind: 'mute' }, { outcome: 'no_answer' }],
  ])('%s is a fault', async (_, manner, report) => {
    const printer = await startPrinter()
    printer.behave(manner)
    expect(await print(printer, LONG)).toEqual(report)
  })

  it('that is slow prints all of it', async () => {
    const printer = await startPrinter()
    printer.behave({ kind: 'slow', bytes: 4_096, everyMs: 5 })
    expect(await print(printer, LONG)).toEqual({ outcome: 'ok' })
    await until('all is printed', () => textOf(printer.roll).length === 400)
  })

  it('that answers no status prints what it is not asked about', async () => {
    const printer = await startPrinter()
    printer.behave({ kind: 'mute' })
    expect(await print(printer, TICKET, false)).toEqual({ outcome: 'ok' })
    await until('it is printed', () => textOf(printer.roll).length === 1)
  })

  it('that is not there is unreachable', async () => {
    const printer = await startPrinter()
    await printer.close()
    expect(await print(printer)).toEqual({ outcome: 'unreachable' })
    expect(
      await printOverTcp({ host: 'no-such-printer.invalid', port: 9100 }, TICKET, { asks: true, clock, begins }),
    ).toEqual({
      outcome: 'unreachable',
    })
  })

  it('that takes the connection and then nothing more is given up', async () => {
    const server = createServer((socket) => socket.pause())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const much = new Uint8Array(32 * 1024 * 1024)
    const report = await printOverTcp(at({ port }), much, { asks: false, clock: hasty, begins })
    expect(report).toEqual({ outcome: 'timeout', doubt: true })
    server.close()
  })

  it('is learnt by asking: one that answers, one that does not, one that is not there', async () => {
    const printer = await startPrinter()
    expect(await learnStatus(at(printer), clock)).toBe('asks')
    printer.behave({ kind: 'mute' })
    expect(await learnStatus(at(printer), clock)).toBe('silent')
    await printer.close()
    expect(await learnStatus(at(printer), clock)).toBe('asks')
  })
})
