import { describe, expect, it } from 'vitest'
import { PACE, SUPPRESSED_PACE } from '../../../desktop/core/announcer/link-voice.ts'
import type { BellEvent } from '../../../desktop/core/bell/bell.ts'
import { RAISED_SHOWN_MS } from '../../../desktop/core/bell/status.ts'
import { CATCH_UP_GATE_LIMIT_MS } from '../../../desktop/core/inbox/catch-up-gate.ts'
import type { Printer } from '../../../desktop/core/ports.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import type { ServerFrame } from '../../../shared/protocol/frames.ts'
import { closedFrame, reminderFrame, snapshotFrame, T0, welcomeFrame } from './support/frames.ts'
import { createMachine } from './support/machine.ts'
import { ACCEPTED, problem } from './support/scripted-requester.ts'
import { createScriptedTransport } from './support/scripted-transport.ts'

const phrases = phrasesFor('zh-CN')
const OFFLINE = new Error('ENETUNREACH')

async function rig(options: Parameters<typeof createMachine>[0] = {}) {
  const machine = createMachine(options)
  const transport = createScriptedTransport()
  const settle = () => machine.clock.advanceAsync(0)

  async function boot() {
    const process = machine.boot(transport)
    await process.bell.start()
    return process
  }
  /** The server takes the newest socket, sends these, and says that this is all. */
  async function sync(...frames: ServerFrame[]) {
    const socket = transport.last()
    socket.accept()
    const [first] = frames
    const resumed = first === undefined || !('op' in first && first.op === 'snapshot')
    const head = Math.max(0, ...frames.map((f) => ('seq' in f ? f.seq : 0)))
    socket.send(welcomeFrame({ head, resumed, now: machine.clock.now() }))
    for (const frame of frames) socket.send(frame)
    socket.send({ op: 'synced', head })
    await settle()
    return socket
  }
  async function send(...frames: ServerFrame[]) {
    for (const frame of frames) transport.last().send(frame)
    await settle()
  }
  async function finish(outcome?: Parameters<typeof machine.host.voice.finish>[0]) {
    machine.host.voice.finish(outcome)
    await settle()
  }
  const of = <T extends BellEvent['type']>(events: BellEvent[], type: T) =>
    events.filter((event): event is Extract<BellEvent, { type: T }> => event.type === type)
  return { ...machine, transport, settle, boot, sync, send, finish, of, ...(await boot()) }
}

describe('the bell', () => {
  it('hears an order, stores it, announces it, and tells the server all of it', async () => {
    const { sync, send, said, host, disks, bell, events, of } = await rig()
    const socket = await sync()
    const order = reminderFrame({ seq: 1, id: 'a' })
    await send(order)
    expect(said()).toEqual([phrases.reminder(order, T0)])
    expect([host.dialog.history, host.notifier.history]).toEqual([['a#1'], ['a#1']])
    expect(disks.inbox.json()).toMatchObject({ cursor: 'c1', seq: 1, open: [{ announced: 1 }], receipts: [] })
    expect(socket.all('ack').at(-1)).toEqual({ op: 'ack', seq: 1 })
    expect(socket.all('announced')).toEqual([
      { op: 'announced', id: 'a', n: 1, outcome: { speech: 'ok', notification: 'ok', dialog: 'ok' } },
    ])
    expect(bell.status()).toMatchObject({ link: 'connected', unanswered: { new_order: 1, urge: 0, cancel: 0 } })
    expect(of(events, 'announced')).toHaveLength(1)
  })

  it('speaks of waiting times by the server’s clock, not by the counter’s', async () => {
    const { clock, transport, send, said } = await rig()
    const late = reminderFrame({ seq: 1, id: 'a', n: 3 })
    transport.last().accept()
    transport.last().send(welcomeFrame({ now: T0 + 7 * 60_000 }))
    transport.last().send({ op: 'synced', head: 0 })
    await send(late)
    expect([said(), clock.now()]).toEqual([[phrases.reminder(late, T0 + 7 * 60_000, { told: false })], T0])
  })

  it('tells how far ahead the server’s clock is, and not every wobble of it', async () => {
    const { bell, events, of, sync, send, clock } = await rig()
    await sync()
    const drawn = of(events, 'status').length
    await send({ op: 'heartbeat', head: 0, now: T0 + 400 })
    await clock.advanceAsync(15_000)
    expect([bell.status().serverAheadMs, of(events, 'status').length]).toEqual([0, drawn])
    await send({ op: 'heartbeat', head: 0, now: clock.now() - 3 * 3_600_000 })
    await clock.advanceAsync(15_000)
    expect(of(events, 'status').at(-1)?.status.serverAheadMs).toBe(-3 * 3_600_000)
  })

  it('tells an urge for an order that is not accepted yet as such', async () => {
    const { sync, send, said } = await rig()
    await sync()
    await send(reminderFrame({ seq: 1, id: 'a', orderId: 5 }))
    const urge = reminderFrame({ seq: 2, id: 'u', orderId: 5, type: 2 })
    await send(urge)
    expect(said().at(-1)).toBe(phrases.reminder(urge, T0, { unaccepted: true }))
  })

  it('after an absence announces what is still open, once, and counts from three on', async () => {
    const { sync, said } = await rig()
    const open = [1, 2, 3, 4].map((seq) => reminderFrame({ seq, id: `r${seq}` }))
    await sync(snapshotFrame({ seq: 4, open }), closedFrame({ seq: 5, id: 'r4' }))
    expect(said()).toEqual(['共三单未接，最早不到一分钟'])
  })

  it('draws a status only when it differs, and survives a listener that throws', async () => {
    const { bell, events, of, sync, send, log } = await rig()
    bell.subscribe(() => {
      throw new Error('broken screen')
    })
    await sync()
    await send({ op: 'heartbeat', head: 0, now: T0 }, { op: 'heartbeat', head: 0, now: T0 })
    const links = of(events, 'status').map((e) => e.status.link)
    expect(links).toEqual(['connecting', 'catching_up', 'connected'])
    expect(log.lines.join()).toContain('broken screen')
  })

  it('speaks the language of its settings, from the next word on', async () => {
    const { bell, sync, send, said, host } = await rig()
    await sync()
    bell.change({ locale: 'en', rate: 1.5 })
    const order = reminderFrame({ seq: 1 })
    await send(order)
    expect(said()).toEqual([phrasesFor('en').reminder(order, T0)])
    expect(host.voice.asked[0]).toMatchObject({ locale: 'en', rate: 1.5 })
  })

  it('with every file corrupt it rings all the same', async () => {
    const printer: Printer = { print: async () => ({ outcome: 'ok' }), learn: async () => 'asks' }
    const machine = createMachine({ printer })
    for (const disk of Object.values(machine.disks)) disk.put('{"v":')
    const transport = createScriptedTransport()
    const { bell } = machine.boot(transport)
    await bell.start()
    transport.last().accept()
    expect(transport.last().all('hello')[0]?.cursor).toBeNull()
    transport.last().send(welcomeFrame({ resumed: false, reason: 'no_cursor', head: 1 }))
    transport.last().send(snapshotFrame({ seq: 1, open: [reminderFrame({ seq: 1 })] }))
    transport.last().send({ op: 'synced', head: 1 })
    await machine.clock.advanceAsync(0)
    expect([machine.said().length, ...Object.values(machine.disks).map((d) => d.quarantined.length)]).toEqual([
      1, 1, 1, 1, 1,
    ])
  })

  it('with a disk that takes nothing it rings, acks nothing, and says that something is wrong', async () => {
    const { bell, disks, sync, send, said } = await rig()
    disks.inbox.fail({ write: 'EROFS' })
    const socket = await sync()
    await send(reminderFrame({ seq: 1 }))
    expect([said().length, socket.all('ack')]).toEqual([1, []])
    expect(bell.status().faults).toEqual([{ part: 'storage', reason: 'failed' }])
  })
})

describe('an order that nobody can have heard', () => {
  it('is reported with the reason: an engine that was given up, a system that was muted', async () => {
    const system = { muted: true, volume: 0.5 }
    const systemVolume = { look: async () => ({ ...system }), raise: async () => false }
    const { sync, send, host, bell } = await rig({ systemVolume })
    const socket = await sync()
    const told = () => socket.all('announced').map(({ id, outcome }) => [id, outcome.speech, outcome.dialog])
    await send(reminderFrame({ seq: 1, id: 'a' }))
    expect(bell.status().faults).toEqual([{ part: 'system_volume', reason: 'output_muted' }])
    system.muted = false
    host.voice.outcome = 'timeout'
    for (const [at, id] of ['b', 'c', 'd'].entries()) await send(reminderFrame({ seq: at + 2, id }))
    expect(told()).toEqual([
      ['a', 'output_muted', 'ok'],
      ['b', 'timeout', 'ok'],
      ['c', 'timeout', 'ok'],
      ['d', 'engine_failed', 'ok'],
    ])
    expect(bell.status().faults).toEqual([{ part: 'speech', reason: 'engine_failed' }])
  })

  it('is heard where the owner lets the bell raise the volume, and the screen is told', async () => {
    const system = { muted: true, volume: 0.1 }
    const systemVolume = {
      look: async () => ({ ...system }),
      async raise(volume: number) {
        Object.assign(system, { muted: false, volume })
        return true
      },
    }
    const { sync, send, bell, events, of, clock } = await rig({ systemVolume })
    await sync()
    bell.change({ raiseVolume: true })
    await send(reminderFrame({ seq: 1, id: 'a' }))
    expect(of(events, 'announced').map(({ outcome }) => outcome.speech)).toEqual(['ok'])
    expect(of(events, 'status').at(-1)?.status).toMatchObject({ faults: [], raised: { to: 0.5, at: T0 } })
    await send(closedFrame({ seq: 2, id: 'a' }))
    await clock.advanceAsync(RAISED_SHOWN_MS + 15_000)
    expect(of(events, 'status').at(-1)?.status).not.toHaveProperty('raised')
  })
})

describe('a crash', () => {
  it('I8: before the sound: announced after the restart', async () => {
    const { boot, sync, send, settle, crash, said, host } = await rig({ voiceMode: 'manual' })
    await sync()
    await send(reminderFrame({ seq: 1 }), reminderFrame({ seq: 2 }))
    crash()
    host.voice.mode = 'auto'
    await boot()
    await sync()
    await settle()
    expect(said().slice(1)).toEqual([1, 2].map((seq) => phrases.reminder(reminderFrame({ seq }), T0)))
  })

  it('I8: between the sound and the mark: exactly one repetition; after the mark: none', async () => {
    const { boot, sync, send, finish, settle, crash, said, disks } = await rig({ voiceMode: 'manual' })
    await sync()
    await send(reminderFrame({ seq: 1 }))
    disks.inbox.hold()
    await finish()
    crash()
    disks.inbox.release()
    await settle()
    expect(disks.inbox.json()).toMatchObject({ seq: 1, open: [{ announced: 0 }] })
    const second = await boot()
    await sync()
    expect(said()).toHaveLength(2)
    await finish()
    second.crash()
    await boot()
    await sync()
    expect(said()).toHaveLength(2)
  })

  it('what was received and not announced is announced even when the server cannot be reached any more', async () => {
    const { boot, sync, send, crash, clock, said, host } = await rig({ voiceMode: 'manual' })
    await sync()
    const order = reminderFrame({ seq: 1 })
    await send(order)
    crash()
    host.voice.mode = 'auto'
    await boot()
    await clock.advanceAsync(CATCH_UP_GATE_LIMIT_MS)
    expect(said()).toContain(phrases.reminder(order, clock.now()))
  })

  it('stop stores everything, and what was not heard to its end is announced at the next start', async () => {
    const { bell, boot, sync, send, settle, said, clock, transport } = await rig({ voiceMode: 'manual' })
    await sync()
    await send(reminderFrame({ seq: 1 }))
    await bell.stop()
    expect([transport.last().endedBy, clock.pending()]).toEqual([1000, 0])
    await boot()
    await sync()
    await settle()
    expect(said()).toHaveLength(2)
  })

  it('stopped while it starts, it does not connect', async () => {
    const machine = createMachine()
    const transport = createScriptedTransport()
    const { bell } = machine.boot(transport)
    const starting = bell.start()
    await bell.stop()
    await starting
    expect([transport.sockets, machine.clock.pending()]).toEqual([[], 0])
  })
})

describe('a human answers', () => {
  it('accepted: silent and off the screen at once, and when the log closes it nobody says that somebody else did', async () => {
    const { bell, sync, send, settle, requester, host, said, events, of } = await rig({ voiceMode: 'manual' })
    requester.answer('never')
    await sync()
    await send(reminderFrame({ seq: 1, id: 'a', orderId: 42 }))
    const decision = bell.answer({ move: 'confirm', orderId: 42 })
    await settle()
    expect([host.voice.current(), host.dialog.standing.size]).toEqual([undefined, 0])
    expect(bell.open()).toMatchObject([{ reminder: { id: 'a' }, answering: 'confirm' }])
    expect(bell.status()).toMatchObject({ unanswered: { new_order: 0 }, answersWaiting: 1 })
    requester.settle(ACCEPTED)
    expect((await decision).accepted).toBe(true)
    expect(bell.open(), 'between the decision and `closed`').toMatchObject([{ answering: 'confirm' }])
    await send(closedFrame({ seq: 2, id: 'a', by: { kind: 'device', name: '前台' } }))
    expect([bell.open(), said().length, bell.status().answersWaiting]).toEqual([[], 1, 0])
    expect(of(events, 'closed')).toMatchObject([{ here: true, live: true }])
  })

  it('accepted, and reminded again all the same: it is the human’s again', async () => {
    const { bell, sync, send, requester, said } = await rig()
    requester.answer(ACCEPTED)
    await sync()
    await send(reminderFrame({ seq: 1, id: 'a', orderId: 42 }))
    await bell.answer({ move: 'confirm', orderId: 42 })
    await send(reminderFrame({ seq: 2, id: 'a', orderId: 42, n: 2 }))
    expect([bell.open()[0]?.answering, said().length]).toEqual([undefined, 2])
  })

  it('refused: back on the screen, with the reason for the human', async () => {
    const { bell, sync, send, requester, host, events, of, said } = await rig()
    requester.answer(problem('order_move_illegal'))
    await sync()
    await send(reminderFrame({ seq: 1, id: 'a', orderId: 42 }))
    const decision = await bell.answer({ move: 'confirm', orderId: 42 })
    expect(decision).toMatchObject({ accepted: false, code: 'order_move_illegal' })
    expect(of(events, 'decided')).toEqual([{ type: 'decided', decision }])
    expect([host.dialog.history, [...host.dialog.standing.keys()]]).toEqual([['a#1', 'a#1'], ['a']])
    expect([bell.status().unanswered.new_order, said().length]).toEqual([1, 1])
    expect(bell.open()[0]).not.toHaveProperty('answering')
  })

  it('refused before its turn to be spoken: announced after all', async () => {
    const { bell, sync, send, settle, finish, requester, said } = await rig({ voiceMode: 'manual' })
    requester.answer('never')
    await sync()
    const second = reminderFrame({ seq: 2, id: 'b', orderId: 42 })
    await send(reminderFrame({ seq: 1, id: 'a' }), second)
    void bell.answer({ move: 'reject', orderId: 42, reason: '卖完了' })
    await settle()
    await finish()
    expect(said()).toHaveLength(1)
    requester.settle(problem('order_move_illegal'))
    await settle()
    expect(said().at(-1)).toBe(phrases.reminder(second, T0))
  })

  it('I11: offline, over a crash: silent all the time, delivered with the same key when the link is back', async () => {
    const { bell, boot, crash, sync, send, settle, requester, said, clock, host } = await rig()
    requester.answer(OFFLINE)
    await sync()
    await send(reminderFrame({ seq: 1, id: 'a', orderId: 42 }))
    void bell.answer({ move: 'confirm', orderId: 42 })
    await settle()
    crash()
    host.dialog.standing.clear()
    const second = await boot()
    await clock.advanceAsync(CATCH_UP_GATE_LIMIT_MS - 1_000)
    expect([said().length, second.bell.answersWaiting().length, host.dialog.standing.size]).toEqual([1, 1, 0])
    requester.answer(ACCEPTED)
    await sync(closedFrame({ seq: 2, id: 'a' }))
    expect([second.bell.answersWaiting(), said().length]).toEqual([[], 1])
    expect(new Set(requester.requests.map((r) => r.headers['Idempotency-Key'])).size).toBe(1)
  })

  it('decided at once after a restart, it still knows which reminder it was about', async () => {
    const { bell, boot, crash, sync, send, settle, finish, requester, said, disks } = await rig({ voiceMode: 'manual' })
    requester.answer('never')
    await sync()
    await send(reminderFrame({ seq: 1, id: 'a' }), reminderFrame({ seq: 2, id: 'b', orderId: 42 }))
    void bell.answer({ move: 'confirm', orderId: 42 })
    await settle()
    await finish()
    crash()
    requester.answer(ACCEPTED)
    disks.inbox.hold()
    const booting = boot()
    await settle()
    disks.inbox.release()
    const second = await booting
    await sync()
    expect([second.bell.status().unanswered.new_order, second.bell.answersWaiting()]).toEqual([1, []])
    expect(said()).toHaveLength(1)
  })

  it('I9: another device is faster: silence in mid-speech, and who it was', async () => {
    const { sync, send, said, finish, host } = await rig({ voiceMode: 'manual' })
    await sync()
    const order = reminderFrame({ seq: 1, id: 'a' })
    await send(order)
    const closed = closedFrame({ seq: 2, id: 'a', by: { kind: 'device', name: '后厨平板' } })
    await send(closed)
    expect([host.voice.stops, host.dialog.standing.size]).toEqual([1, 0])
    await finish()
    expect(said().slice(1)).toEqual([phrases.answeredElsewhere(order.order.number, closed.by, 'acknowledged')])
  })

  it('who answered is not said in the group of that device, and is in every other one', async () => {
    const { sync, send, said, bell } = await rig()
    await sync()
    const answeredIn = async (seq: number, group?: string) => {
      await send(reminderFrame({ seq, id: `r${seq}` }))
      await send(closedFrame({ seq: seq + 1, id: `r${seq}`, by: { kind: 'device', name: '后厨平板', group } }))
      return said().filter((text) => text.includes('已由')).length
    }
    expect(await answeredIn(1, '厨房')).toBe(1)
    bell.change({ group: ' 厨房 ' })
    expect(await answeredIn(3, '厨房')).toBe(1)
    expect(await answeredIn(5, '前厅')).toBe(2)
    expect(await answeredIn(7)).toBe(3)
  })

  it('what others answered while we were away, or what expired, is not told one by one', async () => {
    const { sync, send, said } = await rig()
    await sync(reminderFrame({ seq: 1, id: 'a' }), closedFrame({ seq: 2, id: 'a' }))
    await send(
      reminderFrame({ seq: 3, id: 'b' }),
      closedFrame({ seq: 4, id: 'b', state: 'expired', by: { kind: 'system' } }),
    )
    expect(said().filter((text) => text.includes('处理') || text.includes('过期'))).toEqual([])
  })

  it('what a snapshot does not name any more is silenced and taken off the screen', async () => {
    const { sync, send, host, transport, clock, bell } = await rig({ voiceMode: 'manual' })
    await sync()
    await send(reminderFrame({ seq: 1, id: 'a' }))
    transport.last().close(1012)
    await clock.advanceAsync(1_000)
    await sync(snapshotFrame({ seq: 9, open: [] }))
    expect([host.voice.stops, host.dialog.standing.size, bell.open()]).toEqual([1, 0, []])
  })
})

describe('silence is never mistaken for "no orders"', () => {
  it('offline is said, and back online with what was missed before the reminders themselves', async () => {
    const { sync, transport, clock, said, bell } = await rig()
    await sync()
    transport.last().close(1006)
    await clock.advanceAsync(PACE.firstMs)
    expect([said(), bell.status().link]).toEqual([[phrases.offline()], 'offline'])
    const order = reminderFrame({ seq: 1 })
    await sync(order)
    expect(said()).toEqual([phrases.offline(), phrases.backOnline(1), phrases.reminder(order, clock.now())])
  })

  it('a revoked device says so, and its status names the reason', async () => {
    const { sync, transport, settle, said, bell } = await rig()
    await sync()
    transport.last().close(4403)
    await settle()
    expect([said(), bell.status()]).toMatchObject([[phrases.revoked()], { link: 'refused', refused: 'revoked' }])
  })

  it('muted: the deaf device is heard later, the unanswered order at level 3, the sound check at once', async () => {
    const { bell, sync, send, transport, clock, said } = await rig()
    await sync()
    bell.mute(60)
    await send(reminderFrame({ seq: 1, id: 'a' }))
    expect([said(), bell.status().mutedUntil]).toEqual([[], T0 + 3_600_000])
    const loudest = reminderFrame({ seq: 2, id: 'a', n: 5, level: 3 })
    await send(loudest)
    expect(said()).toEqual([phrases.reminder(loudest, T0, { told: false })])
    expect(await bell.soundCheck()).toBe('ok')
    transport.last().close(4400)
    await clock.advanceAsync(SUPPRESSED_PACE.firstMs)
    expect(said().at(-1)).toBe(phrases.offline(5))
  })

  it('a sound check of a kind rings and speaks as a reminder of it, and is none', async () => {
    const { bell, sync, said, host, transport } = await rig()
    await sync()
    for (const kind of ['new_order', 'urge', 'cancel', 'missed'] as const)
      expect(await bell.soundCheck(kind)).toBe('ok')
    expect(host.chime.played.map(({ kind }) => kind)).toEqual(['new_order', 'urge', 'cancel', 'missed'])
    expect(said()[0]).toContain('外卖零零四二')
    expect(said()[1]).toContain('十二分钟')
    expect([bell.open(), transport.last().all('announced')]).toEqual([[], []])
  })

  it('a mute survives a restart, ends by itself, and can be ended', async () => {
    const { bell, boot, crash, settle, clock, of } = await rig()
    bell.mute(100_000)
    expect(bell.status().mutedUntil).toBe(T0 + 12 * 3_600_000)
    bell.mute(10)
    await settle()
    crash()
    const second = await boot()
    expect(second.bell.status().mutedUntil).toBe(T0 + 600_000)
    await clock.advanceAsync(615_000)
    expect(of(second.events, 'status').at(-1)?.status.mutedUntil).toBeNull()
    second.bell.mute(10)
    second.bell.mute(0)
    expect(second.bell.status().mutedUntil).toBeNull()
  })

  it('I7: resume and online reconnect at once', async () => {
    const { bell, sync, transport } = await rig()
    await sync()
    bell.reconnectNow('resume')
    expect([transport.sockets.length, transport.sockets[0]?.endedBy]).toEqual([2, 'terminated'])
  })
})
