import { describe, expect, it } from 'vitest'
import { SLIP_LIFE_MS, SLOW_MS } from '../../../desktop/core/printing/print-queue.ts'
import type { Settings } from '../../../desktop/core/settings.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import type { ServerFrame } from '../../../shared/protocol/frames.ts'
import { closedFrame, reminderFrame, welcomeFrame } from './support/frames.ts'
import { createMachine } from './support/machine.ts'
import { createPaperHost, printerAt } from './support/paper-host.ts'
import { createScriptedTransport } from './support/scripted-transport.ts'

const KITCHEN = printerAt('tcp://10.0.0.1')
const FRONT = printerAt('tcp://10.0.0.2', { role: 'front' })
const ARRIVAL = { when: 'arrival', printers: [KITCHEN] } as const
const ACCEPT = { when: 'accept', printers: [KITCHEN] } as const
const phrases = phrasesFor('zh-CN')

async function rig(printing: Settings['printing'] = { ...ARRIVAL, printers: [KITCHEN] }) {
  const host = createPaperHost()
  const machine = createMachine({ printer: host })
  machine.disks.settings.put(JSON.stringify({ printing }))
  const transport = createScriptedTransport()
  const settle = () => machine.clock.advanceAsync(0)
  async function boot() {
    const process = machine.boot(transport)
    await process.bell.start()
    const socket = transport.last()
    socket.accept()
    socket.send(welcomeFrame({ head: 0, resumed: true, now: machine.clock.now() }))
    socket.send({ op: 'synced', head: 0 })
    await settle()
    return process
  }
  async function send(...frames: ServerFrame[]) {
    for (const frame of frames) transport.last().send(frame)
    await settle()
  }
  const faults = (process: Awaited<ReturnType<typeof boot>>) =>
    process.bell.status().faults.filter(({ part }) => part === 'printer')
  return { ...machine, paper: host, transport, settle, boot, send, faults, process: await boot() }
}

const report = (print: string) => ({ speech: 'none', notification: 'none', dialog: 'none', print })

describe('paper', () => {
  it('prints a new order once at each role, whatever is repeated and restarted, and says so with the announcement', async () => {
    const { send, paper, transport, boot, process, disks, clock } = await rig({
      when: 'arrival',
      printers: [KITCHEN, FRONT],
    })
    const order = reminderFrame({ seq: 1, id: 'a' })
    await send(order)
    await clock.advanceAsync(0)
    expect(paper.papers.map(({ address, kind, marked }) => [address, kind, marked])).toEqual([
      ['tcp://10.0.0.2', 'customer', false],
      ['tcp://10.0.0.1', 'kitchen', false],
    ])
    expect(paper.papers[0]?.text).toContain(order.order.number)
    const outcomes = transport
      .last()
      .all('announced')
      .map(({ outcome }) => outcome.print)
    expect(outcomes.at(-1)).toBe('printed')
    await send({ ...order, seq: 2, cursor: 'c2', n: 2 })
    await process.bell.stop()
    expect(disks.printing.json()).toMatchObject({ slips: [], done: [{ outcome: 'printed' }, { outcome: 'printed' }] })
    const again = await boot()
    await clock.advanceAsync(60_000)
    expect(paper.asked).toBe(2)
    await again.bell.stop()
  })

  it('delays no sound when a printer hangs, and tells it within ten seconds, once', async () => {
    const { send, paper, said, clock, faults, process } = await rig()
    paper.report = 'hang'
    const order = reminderFrame({ seq: 1, id: 'a' })
    await send(order)
    expect(said()).toEqual([phrases.reminder(order, order.at)])
    await clock.advanceAsync(SLOW_MS)
    expect(SLOW_MS).toBeLessThan(10_000)
    expect(faults(process)).toEqual([{ part: 'printer', reason: 'timeout' }])
    expect(said().slice(1)).toEqual([phrases.printer('timeout')])
    await send(reminderFrame({ seq: 2, id: 'b' }))
    expect(said()).toHaveLength(3)
    await clock.advanceAsync(30_000)
    expect(said().filter((text) => text === phrases.printer('timeout'))).toHaveLength(1)
    process.crash()
  })

  it('tells that paper is out, rings on, and prints what waits once there is paper, unmarked', async () => {
    const { send, paper, said, clock, faults, process, transport } = await rig()
    paper.report = { outcome: 'paper_out' }
    await send(reminderFrame({ seq: 1, id: 'a' }), reminderFrame({ seq: 2, id: 'b' }))
    expect(faults(process)).toEqual([{ part: 'printer', reason: 'paper_out' }])
    await clock.advanceAsync(10_000)
    expect(said().filter((text) => text === phrases.printer('paper_out'))).toHaveLength(1)
    expect(said().length).toBeGreaterThan(1)
    paper.report = { outcome: 'ok' }
    await clock.advanceAsync(6_000)
    expect(paper.papers.map(({ marked }) => marked)).toEqual([false, false])
    expect(faults(process)).toEqual([])
    const told = transport.last().all('announced')
    expect(told.filter(({ id }) => id === 'a').at(-1)?.outcome).toEqual(report('printed'))
    expect(told.filter(({ id }) => id === 'b').at(-1)?.outcome).toEqual(report('printed'))
    await process.bell.stop()
  })

  it('marks the ticket after an attempt of which paper may have come out', async () => {
    const { send, paper, clock, process, transport } = await rig()
    paper.report = { outcome: 'cut_off', doubt: true }
    await send(reminderFrame({ seq: 1, id: 'a' }))
    paper.report = { outcome: 'ok' }
    await clock.advanceAsync(2_000)
    expect(paper.papers.map(({ marked }) => marked)).toEqual([false, true])
    expect(transport.last().all('announced').at(-1)?.outcome.print).toBe('reprinted')
    await process.bell.stop()
  })

  it('prints again, marked, what a killed run had begun, and not what it had finished', async () => {
    const { send, paper, process, boot, clock } = await rig()
    await send(reminderFrame({ seq: 1, id: 'a' }))
    paper.report = 'hang'
    await send(reminderFrame({ seq: 2, id: 'b' }))
    expect(paper.asked).toBe(2)
    process.crash()
    paper.report = { outcome: 'ok' }
    const next = await boot()
    await clock.advanceAsync(30_000)
    expect(paper.papers.map(({ marked }) => marked)).toEqual([false, true])
    await next.bell.stop()
  })

  it('prints on accepting, wherever it was accepted, and nothing of an order that was rejected', async () => {
    const { send, paper, process } = await rig({ ...ACCEPT, printers: [KITCHEN] })
    await send(reminderFrame({ seq: 1, id: 'a' }), reminderFrame({ seq: 2, id: 'b' }))
    expect(paper.asked).toBe(0)
    await send(closedFrame({ seq: 3, id: 'a', move: 'reject' }), closedFrame({ seq: 4, id: 'b', move: 'confirm' }))
    expect(paper.papers.map(({ kind, text }) => [kind, text.includes('202601010002')])).toEqual([['kitchen', true]])
    await process.bell.stop()
  })

  it('prints no ticket of an order that was called off before, and a slip that calls off one that was printed', async () => {
    const { send, paper, clock, process } = await rig()
    await send(reminderFrame({ seq: 1, id: 'a' }))
    paper.report = { outcome: 'unreachable' }
    await send(reminderFrame({ seq: 2, id: 'b' }))
    const [cancelled, ended] = [{ kind: 'customer' }, 'cancelled'] as const
    await send(
      closedFrame({ seq: 3, id: 'a', state: ended, by: cancelled, move: 'cancel' }),
      reminderFrame({ seq: 4, id: 'x', type: 3, orderId: 1, order: reminderFrame({ seq: 1 }).order }),
      closedFrame({ seq: 5, id: 'b', state: ended, by: cancelled, move: 'cancel' }),
      reminderFrame({ seq: 6, id: 'y', type: 3, orderId: 2, order: reminderFrame({ seq: 2 }).order }),
    )
    paper.report = { outcome: 'ok' }
    await clock.advanceAsync(10_000)
    expect(paper.papers.map(({ kind }) => kind)).toEqual(['kitchen', 'cancel'])
    await process.bell.stop()
  })

  it('prints an urge of an order that it has printed, and an order again, marked, once, at the loudest level', async () => {
    const { send, paper, process } = await rig()
    const order = reminderFrame({ seq: 1, id: 'a' })
    await send(order, reminderFrame({ seq: 2, id: 'u', type: 2, orderId: 1, order: order.order }))
    await send(reminderFrame({ seq: 3, id: 'v', type: 2, orderId: 9 }))
    await send({ ...order, seq: 4, cursor: 'c4', n: 2, level: 3 })
    await send({ ...order, seq: 5, cursor: 'c5', n: 3, level: 3 })
    expect(paper.papers.map(({ kind, marked }) => [kind, marked])).toEqual([
      ['kitchen', false],
      ['urge', false],
      ['kitchen', true],
    ])
    await process.bell.stop()
  })

  it('prints nothing that has waited for a printer all night', async () => {
    const { send, paper, clock, process, faults } = await rig()
    paper.report = { outcome: 'offline' }
    await send(reminderFrame({ seq: 1, id: 'a' }))
    clock.jumpWall(SLIP_LIFE_MS + 10_000)
    await clock.advanceAsync(2_000)
    paper.report = { outcome: 'ok' }
    await clock.advanceAsync(10_000)
    expect([paper.papers, faults(process)]).toEqual([[], []])
    await process.bell.stop()
  })

  it('prints where a human has set a printer, and nowhere else', async () => {
    for (const printing of [
      { when: 'off', printers: [KITCHEN] },
      { when: 'arrival', printers: [] },
      { when: 'arrival', printers: [{ ...KITCHEN, fulfilments: ['dine_in'] }] },
    ] satisfies Settings['printing'][]) {
      const { send, paper, process } = await rig(printing)
      await send(reminderFrame({ seq: 1, id: 'a' }))
      expect(paper.asked).toBe(0)
      await process.bell.stop()
    }
  })
})
