import { describe, expect, it } from 'vitest'
import type { Settings } from '../../../desktop/core/settings.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import type { ReminderFrame, ServerFrame } from '../../../shared/protocol/frames.ts'
import { closedFrame, reminderFrame, snapshotFrame, T0, welcomeFrame } from './support/frames.ts'
import { createMachine } from './support/machine.ts'
import { ACCEPTED, problem } from './support/scripted-requester.ts'
import { createScriptedTransport } from './support/scripted-transport.ts'

const phrases = phrasesFor('zh-CN')
const EVERY_MS = 30_000

/** A bell in sync, on the scripted server, that tells again after half a minute unless told otherwise. */
async function rig(settings: Partial<Settings> = {}, voiceMode: 'auto' | 'manual' = 'auto') {
  const machine = createMachine({ voiceMode })
  const transport = createScriptedTransport()
  async function boot() {
    const process = machine.boot(transport)
    await process.bell.start()
    return process
  }
  async function welcome(...frames: ServerFrame[]) {
    const [first] = frames
    const head = Math.max(0, ...frames.map((f) => ('seq' in f ? f.seq : 0)))
    transport.last().accept()
    const resumed = first === undefined || !('op' in first && first.op === 'snapshot')
    await send(welcomeFrame({ head, resumed, now: machine.clock.now() }), ...frames, { op: 'synced', head })
  }
  async function send(...frames: ServerFrame[]) {
    for (const frame of frames) transport.last().send(frame)
    await machine.clock.advanceAsync(0)
  }
  async function finish() {
    machine.host.voice.finish()
    await machine.clock.advanceAsync(0)
  }
  /** Time passes, with a sign of life from the server as often as it gives one. */
  async function pass(ms: number) {
    for (let left = ms; left > 0; left -= 10_000) {
      await machine.clock.advanceAsync(Math.min(left, 10_000))
      await send({ op: 'heartbeat', head: 0, now: machine.clock.now() })
    }
  }
  const first = await boot()
  first.bell.change({ repeatSeconds: 30, ...settings })
  await welcome()
  return { ...machine, ...first, transport, boot, welcome, send, finish, pass }
}

const again = (reminder: ReminderFrame, now: number) => phrases.reminder({ ...reminder, n: reminder.n + 1 }, now)
const A = reminderFrame({ seq: 1, id: 'a', orderId: 42 })

describe('what nobody has answered is told again by the device itself', () => {
  it('I8: with chime and voice, after so long a silence, again and again; announced to the server once', async () => {
    const { send, pass, said, host, transport, clock, bell } = await rig()
    await send(A)
    await pass(EVERY_MS - 1_000)
    expect(said()).toHaveLength(1)
    await pass(1_000)
    expect(said()).toEqual([phrases.reminder(A, T0), again(A, clock.now())])
    expect(host.chime.played.map(({ kind }) => kind)).toEqual(['new_order', 'new_order'])
    await pass(2 * EVERY_MS)
    expect(said()).toHaveLength(4)
    expect(transport.last().all('announced')).toHaveLength(1)
    expect([host.dialog.history, host.notifier.history, bell.open()[0]?.announced]).toEqual([['a#1'], ['a#1'], 1])
  })

  it('a missed order is not: the server repeats it, every quarter of an hour', async () => {
    const { send, pass, said } = await rig()
    await send(reminderFrame({ seq: 1, id: 'm', type: 4, level: 3 }))
    await pass(20 * EVERY_MS)
    expect(said()).toHaveLength(1)
    await send(reminderFrame({ seq: 2, id: 'b' }))
    await pass(EVERY_MS)
    expect(said().at(-1)).toContain('未接单')
  })

  it('off: only the server repeats', async () => {
    const { send, pass, said } = await rig({ repeatSeconds: 0 })
    await send(A)
    await pass(20 * 60_000)
    expect(said()).toHaveLength(1)
  })

  it('a change of the setting counts at once, in both directions', async () => {
    const { send, pass, said, bell, clock } = await rig({ repeatSeconds: 0 })
    await send(A)
    await pass(20_000)
    bell.change({ repeatSeconds: 15 })
    await clock.advanceAsync(0)
    expect(said()).toHaveLength(2)
    bell.change({ repeatSeconds: 60 })
    await pass(50_000)
    expect(said()).toHaveLength(2)
  })

  it('the silence is counted anew from each announcement of the server', async () => {
    const { send, pass, said, transport } = await rig()
    await send(A)
    await pass(25_000)
    await send(reminderFrame({ seq: 2, id: 'a', orderId: 42, n: 2 }))
    await pass(25_000)
    expect(said()).toHaveLength(2)
    await pass(5_000)
    expect(said()).toHaveLength(3)
    expect(
      transport
        .last()
        .all('announced')
        .map(({ n }) => n),
    ).toEqual([1, 2])
  })

  it('several are one sentence, and one local repeat serves them all', async () => {
    const { send, pass, said } = await rig()
    await send(A)
    await pass(20_000)
    await send(reminderFrame({ seq: 2, id: 'b' }), reminderFrame({ seq: 3, id: 'u', type: 2 }))
    await pass(20_000)
    expect(said()).toHaveLength(3)
    await pass(10_000)
    expect(said().slice(3)).toEqual(['共两单未接，最早不到一分钟，一个客户催单'])
    await pass(20_000)
    expect(said()).toHaveLength(4)
    await pass(10_000)
    expect(said()).toHaveLength(5)
  })

  it('what the device tells of others puts it off, for three pauses at most', async () => {
    const { send, pass, said } = await rig()
    await send(A)
    for (let seq = 2; seq <= 5; seq++) {
      await pass(20_000)
      await send(reminderFrame({ seq, id: `r${seq}` }))
    }
    expect(said()).toHaveLength(5)
    await pass(10_000)
    expect(said()).toHaveLength(6)
    expect(said().at(-1)).toContain('五')
  })

  it('a new order whose server cannot be reached becomes louder by the ladder, and a mute holds', async () => {
    const { send, host, clock, transport, bell } = await rig()
    await send(A)
    transport.last().close(1006)
    await clock.advanceAsync(5 * 60_000)
    expect(host.chime.played.filter(({ kind }) => kind === 'new_order').at(-1)?.level).toBe(3)
    bell.mute(60)
    const before = host.chime.played.length
    await clock.advanceAsync(4 * 60_000)
    expect(host.chime.played.slice(before).filter(({ kind }) => kind === 'new_order')).toEqual([])
  })

  it('never on top of something else: news of the log and of others go before it', async () => {
    const { send, pass, said, finish } = await rig({}, 'manual')
    await send(A)
    await finish()
    await send(reminderFrame({ seq: 2, id: 'b' }))
    await pass(EVERY_MS)
    await send(closedFrame({ seq: 3, id: 'b', by: { kind: 'device', name: '后厨' } }))
    expect(said().at(-1)).toContain('已由后厨处理')
    await finish()
    expect(said()).toHaveLength(4)
  })

  it('goes on without the network: the server cannot remind then', async () => {
    const { send, said, transport, clock } = await rig()
    await send(A)
    transport.last().close(1006)
    await clock.advanceAsync(EVERY_MS)
    expect(said()).toEqual([phrases.reminder(A, T0), phrases.offline(), again(A, clock.now())])
  })

  it('after a restart the silence begins anew, and nothing is told before the log is caught up with', async () => {
    const { send, crash, boot, welcome, pass, said, clock } = await rig()
    await send(A)
    await clock.advanceAsync(1_000)
    crash()
    await boot()
    await clock.advanceAsync(10_000)
    await welcome(closedFrame({ seq: 2, id: 'a' }))
    await pass(2 * EVERY_MS)
    expect(said()).toHaveLength(1)
  })
})

describe('and not', () => {
  it('I9: when it was answered here, or closed; in mid-sentence it falls silent', async () => {
    const { send, pass, said, finish, host } = await rig({}, 'manual')
    await send(A)
    await finish()
    await pass(EVERY_MS)
    expect(host.voice.current()).toBeDefined()
    await send(closedFrame({ seq: 2, id: 'a', state: 'cancelled', by: { kind: 'customer' } }))
    expect([host.voice.current(), host.voice.stops]).toEqual([undefined, 1])
    await pass(3 * EVERY_MS)
    expect(said()).toHaveLength(2)
  })

  it('while an answer is on its way or accepted; refused, it is told again', async () => {
    const { send, pass, said, bell, requester, clock } = await rig()
    requester.answer('never')
    await send(A)
    const refused = bell.answer({ move: 'confirm', orderId: 42 })
    await clock.advanceAsync(10_000)
    requester.settle(problem('order_move_illegal'))
    await refused
    await pass(EVERY_MS)
    expect(said()).toHaveLength(2)
    requester.answer(ACCEPTED)
    await bell.answer({ move: 'confirm', orderId: 42 })
    await pass(3 * EVERY_MS)
    expect(said()).toHaveLength(2)
  })

  it.each<[string, Partial<Settings>]>([
    ['muted', { mutedUntil: T0 + 3_600_000 }],
    ['in quiet hours', { quietHours: { from: '00:00', to: '23:59' } }],
    ['with its kind turned off', { speech: { new_order: false, urge: true, cancel: true } }],
  ])('%s, at no level: what breaks a mute is the server’s announcement alone', async (_, settings) => {
    const { send, pass, said } = await rig(settings)
    await send(reminderFrame({ seq: 1, id: 'a', n: 5, level: 3 }))
    expect(said()).toHaveLength(1)
    await pass(5 * EVERY_MS)
    expect(said()).toHaveLength(1)
  })

  it('when a mute begins in mid-sentence; when it ends, within a look', async () => {
    const { send, pass, said, finish, bell, host } = await rig({}, 'manual')
    await send(A)
    await finish()
    await pass(EVERY_MS)
    bell.mute(10)
    expect(host.voice.stops).toBe(1)
    await pass(9 * 60_000)
    expect(said()).toHaveLength(2)
    bell.mute(0)
    await pass(1_000)
    expect(said()).toHaveLength(3)
  })

  it('after the end: nothing waits any more', async () => {
    const { send, bell, clock } = await rig()
    await send(A, reminderFrame({ seq: 2, id: 'b' }))
    await bell.stop()
    expect(clock.pending()).toBe(0)
  })
})

it('a snapshot that still names it does not make it news', async () => {
  const { send, transport, clock, welcome, pass, said } = await rig()
  await send(A)
  transport.last().close(1012)
  await clock.advanceAsync(1_000)
  await welcome(snapshotFrame({ seq: 1, open: [A] }))
  expect(said()).toHaveLength(1)
  await pass(EVERY_MS)
  expect(said()).toHaveLength(2)
})
