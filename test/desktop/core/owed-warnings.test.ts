import { describe, expect, it } from 'vitest'
import type { Settings } from '../../../desktop/core/settings.ts'
import { reminderKind } from '../../../shared/reminder.ts'
import { closedFrame, reminderFrame, welcomeFrame } from './support/frames.ts'
import { createMachine } from './support/machine.ts'
import { ACCEPTED } from './support/scripted-requester.ts'
import { createScriptedTransport } from './support/scripted-transport.ts'

const WARNED = '注意对花生过敏'
const BESIDE = { kind: 'device' as const, name: '前台' }

/** A device in sync, whose voice waits for `finish`. */
async function rig(settings: Partial<Settings> = {}) {
  const machine = createMachine({ voiceMode: 'manual' })
  machine.requester.answer(ACCEPTED)
  const transport = createScriptedTransport()
  const { bell } = machine.boot(transport)
  await bell.start()
  bell.change(settings)
  const socket = transport.last()
  socket.accept()
  socket.send(welcomeFrame())
  socket.send({ op: 'synced', head: 0 })
  let seq = 0

  async function settle() {
    await machine.clock.advanceAsync(0)
  }
  /** An order comes whose customer is allergic; `number` is its end. */
  async function order(id: string, number: string, remark = '对花生过敏') {
    const { order } = reminderFrame({ seq: 1 })
    socket.send(reminderFrame({ seq: ++seq, id, order: { ...order, number, remark } }))
    await settle()
  }
  async function close(
    id: string,
    by: Parameters<typeof closedFrame>[0]['by'] = BESIDE,
    state = 'acknowledged' as const,
  ) {
    socket.send(closedFrame({ seq: ++seq, id, state, ...(by && { by }) }))
    await settle()
  }
  async function finish() {
    machine.host.voice.finish()
    await settle()
  }
  async function finishAll() {
    while (machine.host.voice.current() !== undefined) await finish()
  }
  await settle()
  return { ...machine, bell, order, close, finish, finishAll, settle }
}

describe('the warnings of an order that was accepted before this device had told them', () => {
  it('are told when another device accepts it in the middle of the sentence: a cook here begins with it now', async () => {
    const { order, close, finishAll, said, host } = await rig()
    await order('a', '0042')
    expect(said()).toEqual([expect.stringContaining('花生过敏')])
    await close('a')
    await finishAll()
    expect(said().slice(1)).toEqual([`零零四二，${WARNED}`, expect.stringContaining('已由前台处理')])
    expect(host.chime.played.map(({ kind }) => kind)).toEqual(['new_order', 'notice', 'notice'])
  })

  it('are told when a human here accepts it before its turn, as soon as the log says so', async () => {
    const { bell, order, close, finishAll, settle, said } = await rig()
    await order('a', '0041', '多放点汤')
    await order('b', '0042')
    const orderId = bell.open().find(({ reminder }) => reminder.id === 'b')?.reminder.orderId ?? 0
    void bell.answer({ move: 'confirm', orderId })
    await settle()
    await close('b')
    await finishAll()
    expect(said()[1]).toBe(`零零四二，${WARNED}`)
    expect(said().filter((text) => text.includes('已由'))).toEqual([])
  })

  it('are told of each such order, one after the other', async () => {
    const { order, close, finishAll, said } = await rig()
    await order('a', '0041')
    await order('b', '0042')
    await close('a')
    await close('b')
    await finishAll()
    expect(said().filter((text) => text.endsWith(WARNED))).toEqual([`零零四幺，${WARNED}`, `零零四二，${WARNED}`])
  })

  it('are not told again after a sentence that said them, of one order or of several', async () => {
    const { order, close, finishAll, finish, said } = await rig()
    await order('a', '0041')
    await finish()
    await order('b', '0042', '多放点汤')
    for (const [id, number] of [
      ['c', '0043'],
      ['d', '0044'],
      ['e', '0045'],
    ] as const)
      await order(id, number, id === 'c' ? '对花生过敏' : '多放点汤')
    await finish()
    await finish()
    expect(said().at(-1)).toContain('单未接')
    const before = said().length
    for (const id of ['a', 'c']) await close(id)
    await finishAll()
    expect(
      said()
        .slice(before)
        .filter((text) => text.includes(WARNED)),
    ).toEqual([])
  })

  it.each([
    ['rejected here', 'reject' as const],
    ['called off by its customer', 'customer' as const],
    ['given up', 'system' as const],
  ])('are not told of an order that was %s', async (_, how) => {
    const { bell, order, close, finishAll, settle, said } = await rig()
    await order('a', '0042')
    if (how === 'reject') {
      void bell.answer({ move: 'reject', orderId: 1, reason: '卖完了' })
      await settle()
      await close('a')
    } else await close('a', { kind: how }, ...(how === 'customer' ? ['cancelled' as never] : ['expired' as never]))
    await finishAll()
    expect(
      said()
        .slice(1)
        .filter((text) => text.includes('花生')),
    ).toEqual([])
  })

  it.each([
    ['muted', { mutedUntil: Date.UTC(2026, 0, 1, 1) }],
    ['set to ring alone', { output: 'ring' as const }],
    ['set to show alone', { output: 'show' as const }],
    ['set not to speak of new orders', { speech: { new_order: false, urge: true, cancel: true } }],
  ])('are not told by a device that is %s', async (_, settings) => {
    const { order, close, finishAll, said, bell } = await rig(settings)
    await order('a', '0042')
    expect(bell.open().map(({ reminder }) => reminderKind(reminder.type))).toEqual(['new_order'])
    await close('a')
    await finishAll()
    expect(said().filter((text) => text.includes('花生'))).toEqual([])
  })
})
