import { describe, expect, it } from 'vitest'
import { UNDO_MS } from '../../../desktop/core/answers/held-answers.ts'
import type { BellEvent } from '../../../desktop/core/bell/bell.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import type { ServerFrame } from '../../../shared/protocol/frames.ts'
import { closedFrame, reminderFrame, snapshotFrame, T0, welcomeFrame } from './support/frames.ts'
import { createMachine } from './support/machine.ts'
import { ACCEPTED, problem } from './support/scripted-requester.ts'
import { createScriptedTransport } from './support/scripted-transport.ts'

const phrases = phrasesFor('zh-CN')
const NEW = reminderFrame({ seq: 1, id: 'new', orderId: 42 })
const URGE = reminderFrame({ seq: 2, id: 'urge', orderId: 42, type: 2 })
const CONFIRM = { move: 'confirm', orderId: 42 } as const
const KITCHEN = { kind: 'device', name: '后厨' } as const

/** A bell that holds each answer for five seconds, in sync, with these reminders. */
async function rig(...frames: ServerFrame[]) {
  const machine = createMachine()
  const transport = createScriptedTransport()
  const settle = () => machine.clock.advanceAsync(0)

  async function boot() {
    const process = machine.boot(transport, UNDO_MS)
    await process.bell.start()
    return process
  }
  async function sync() {
    transport.last().accept()
    transport.last().send(welcomeFrame({ head: 0, now: machine.clock.now() }))
    transport.last().send({ op: 'synced', head: 0 })
    await settle()
  }
  async function send(...more: ServerFrame[]) {
    for (const frame of more) transport.last().send(frame)
    await settle()
  }
  const first = await boot()
  await sync()
  await send(...frames)
  const of = <T extends BellEvent['type']>(type: T) =>
    first.events.filter((event): event is Extract<BellEvent, { type: T }> => event.type === type)
  const undo = () => first.bell.undo(first.bell.undoable()[0]?.key ?? '')
  const sent = () => machine.requester.requests.map(({ path }) => path)
  return { ...machine, transport, settle, boot, sync, send, of, undo, sent, ...first }
}

describe('an answer can be taken back', () => {
  it('for five seconds: silent and off the screen at once, and then it is sent', async () => {
    const { bell, clock, settle, host, sent } = await rig(NEW)
    const decision = bell.answer(CONFIRM)
    await settle()
    expect(host.dialog.standing.size).toBe(0)
    expect(bell.undoable()).toMatchObject([{ answer: CONFIRM, until: T0 + UNDO_MS, reminder: { id: 'new' } }])
    expect(bell.open()).toMatchObject([{ answering: 'confirm', undo: bell.undoable()[0]?.key }])
    expect(bell.status()).toMatchObject({ unanswered: { new_order: 0 }, answersWaiting: 1 })
    await clock.advanceAsync(UNDO_MS - 1)
    expect(sent()).toEqual([])
    await clock.advanceAsync(1)
    expect([sent(), bell.undoable()]).toEqual([['/v1/orders/42/confirm'], []])
    expect(await decision).toEqual({ answer: CONFIRM, accepted: true })
  })

  it('taken back it was never given: shown again as it was, told again by the device, and nothing is sent', async () => {
    const { bell, clock, settle, host, sent, said, of, undo } = await rig(NEW)
    const decision = bell.answer(CONFIRM)
    await clock.advanceAsync(UNDO_MS - 1)
    expect(undo()).toBe(true)
    await settle()
    expect(await decision).toEqual({ answer: CONFIRM, accepted: false, code: 'undone' })
    expect([bell.undoable(), [...host.dialog.standing.keys()]]).toEqual([[], ['new']])
    expect(bell.open()).toMatchObject([{ reminder: NEW, announced: 1 }])
    expect(bell.open()[0]).not.toHaveProperty('answering')
    expect([of('undone').length, of('decided')]).toEqual([1, []])
    expect(said()).toHaveLength(1)
    await clock.advanceAsync(60_000)
    expect([said().length, sent()]).toEqual([2, []])
    expect(undo()).toBe(false)
  })

  it('before it was told to its end: told anew once it is taken back', async () => {
    const { bell, settle, host, said, send, undo } = await rig()
    host.voice.mode = 'manual'
    await send(NEW, reminderFrame({ seq: 2, id: 'other', orderId: 7 }))
    void bell.answer({ move: 'reject', orderId: 7, reason: '卖完了' })
    await settle()
    host.voice.finish()
    await settle()
    expect(said()).toHaveLength(1)
    undo()
    await settle()
    expect(said()).toHaveLength(2)
  })

  it('repeated by the server meanwhile it stays silent, and is due once it is taken back', async () => {
    const { bell, settle, said, send, undo } = await rig(NEW)
    void bell.answer(CONFIRM)
    await send({ ...NEW, seq: 2, cursor: 'c2', n: 2 })
    expect(said()).toHaveLength(1)
    undo()
    await settle()
    expect([said().length, bell.open()[0]?.reminder.n]).toEqual([2, 2])
  })

  it('several, the latest first, each by itself', async () => {
    const { bell, clock, sent } = await rig(NEW, reminderFrame({ seq: 2, id: 'other', orderId: 7, type: 3 }))
    void bell.answer(CONFIRM)
    await clock.advanceAsync(2_000)
    void bell.answer({ move: 'acknowledge', reminderId: 'other' })
    const [latest, first] = bell.undoable()
    expect([latest?.answer.move, first?.answer.move]).toEqual(['acknowledge', 'confirm'])
    bell.undo(first?.key ?? '')
    await clock.advanceAsync(UNDO_MS)
    expect(sent()).toEqual(['/v1/reminders/other/acknowledge'])
  })

  it('given twice it is one answer, and its time is that of the first', async () => {
    const { bell, clock, sent } = await rig(NEW)
    void bell.answer(CONFIRM)
    await clock.advanceAsync(3_000)
    void bell.answer({ ...CONFIRM })
    await clock.advanceAsync(2_000)
    expect(sent()).toEqual(['/v1/orders/42/confirm'])
  })

  it('a wall clock that jumps makes the time neither shorter nor longer', async () => {
    const { bell, clock, sent } = await rig(NEW)
    void bell.answer(CONFIRM)
    clock.jumpWall(3_600_000)
    await clock.advanceAsync(UNDO_MS - 1)
    expect(sent()).toEqual([])
    await clock.advanceAsync(1)
    expect(sent()).toHaveLength(1)
  })

  it('refused by the server after its time it comes back with the reason, as ever', async () => {
    const { bell, clock, requester, of } = await rig(NEW)
    requester.answer(problem('order_move_illegal'))
    void bell.answer(CONFIRM)
    await clock.advanceAsync(UNDO_MS)
    expect(of('decided')).toMatchObject([{ decision: { accepted: false, code: 'order_move_illegal' } }])
  })
})

describe('the end of the device, while an answer can be taken back', () => {
  it('a crash keeps it undone: it was on no disk, rings again, and is never sent', async () => {
    const { bell, boot, sync, crash, clock, settle, disks, sent, said } = await rig(NEW)
    void bell.answer(CONFIRM)
    await clock.advanceAsync(UNDO_MS - 1)
    expect(disks.answers.json()).toBeNull()
    crash()
    const second = await boot()
    await sync()
    await clock.advanceAsync(60_000)
    await settle()
    expect(second.bell.open()).toMatchObject([{ reminder: { id: 'new' } }])
    expect([second.bell.status().unanswered.new_order, sent(), said().length]).toEqual([1, [], 2])
  })

  it('an orderly end sends it', async () => {
    const { bell, sent, disks, clock } = await rig(NEW)
    void bell.answer(CONFIRM)
    await bell.stop()
    expect([sent(), disks.answers.json(), clock.pending()]).toEqual([
      ['/v1/orders/42/confirm'],
      { v: 1, answers: [] },
      0,
    ])
  })

  it('an orderly end without a server writes it down, and the next run sends it', async () => {
    const { bell, boot, clock, requester, sent, disks } = await rig(NEW)
    requester.answer('never')
    void bell.answer(CONFIRM)
    const stopping = bell.stop()
    await clock.advanceAsync(3_000)
    await stopping
    expect(disks.answers.json()).toMatchObject({ answers: [{ answer: CONFIRM }] })
    requester.answer(ACCEPTED)
    await boot()
    await clock.advanceAsync(0)
    expect(sent()).toHaveLength(2)
    expect(new Set(requester.requests.map(({ headers }) => headers['Idempotency-Key'])).size).toBe(1)
  })
})

describe('somebody else is faster than an answer that can be taken back', () => {
  it('another device: it is dropped, and who it was is said and shown', async () => {
    const { bell, send, clock, sent, said, of } = await rig(NEW)
    const decision = bell.answer(CONFIRM)
    await send(closedFrame({ seq: 2, id: 'new', by: KITCHEN }))
    expect([bell.undoable(), (await decision).accepted]).toEqual([[], false])
    expect([of('closed'), of('decided')]).toMatchObject([[{ here: false }], []])
    expect(said().at(-1)).toBe(phrases.answeredElsewhere(NEW.order.number, KITCHEN, 'acknowledged'))
    await clock.advanceAsync(UNDO_MS)
    expect(sent()).toEqual([])
  })

  it('the customer, who cancels the order with its urges: it is dropped at the last of them', async () => {
    const { bell, send, clock, sent } = await rig(NEW, URGE)
    void bell.answer(CONFIRM)
    const cancelled = { state: 'cancelled', by: { kind: 'customer' } } as const
    await send(closedFrame({ seq: 3, id: 'new', ...cancelled }))
    await send(closedFrame({ seq: 4, id: 'urge', ...cancelled }))
    await clock.advanceAsync(UNDO_MS)
    expect([bell.undoable(), sent()]).toEqual([[], []])
  })

  it('an urge alone that somebody took note of leaves the answer to its order', async () => {
    const { bell, send, clock, sent } = await rig(NEW, URGE)
    void bell.answer(CONFIRM)
    await send(closedFrame({ seq: 3, id: 'urge', by: KITCHEN }))
    await clock.advanceAsync(UNDO_MS)
    expect(sent()).toEqual(['/v1/orders/42/confirm'])
  })

  it('a snapshot that does not name its reminder any more: refused in words', async () => {
    const { bell, clock, transport, settle, sent, of } = await rig(NEW)
    void bell.answer(CONFIRM)
    transport.last().close(1012)
    await clock.advanceAsync(1_000)
    transport.last().accept()
    transport.last().send(welcomeFrame({ head: 9, resumed: false, reason: 'epoch', now: clock.now() }))
    transport.last().send(snapshotFrame({ seq: 9, open: [] }))
    await settle()
    expect(of('decided')).toMatchObject([{ decision: { accepted: false, code: 'reminder_closed' } }])
    await clock.advanceAsync(UNDO_MS)
    expect(sent()).toEqual([])
  })
})
