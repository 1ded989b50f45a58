import { describe, expect, it } from 'vitest'
import { TOO_OLD_EVERY_MS } from '../../../desktop/core/announcer/too-old-voice.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import { closedOf, type Frame, FUTURE, reminderOf } from '../../support/future-frames.ts'
import { T0, welcomeFrame } from './support/frames.ts'
import { createMachine } from './support/machine.ts'
import { ACCEPTED } from './support/scripted-requester.ts'
import { createScriptedTransport } from './support/scripted-transport.ts'

const phrases = phrasesFor('zh-CN')

async function rig() {
  const machine = createMachine()
  const transport = createScriptedTransport()
  const process = machine.boot(transport)
  await process.bell.start()

  async function send(...frames: Frame[]) {
    for (const frame of frames) transport.last().sendText(JSON.stringify(frame))
    await machine.clock.advanceAsync(0)
  }
  async function finish() {
    machine.host.voice.finish()
    await machine.clock.advanceAsync(0)
  }
  /** Everything open at `seq`, from a server of the future that does not resume. */
  async function greet(seq: number, ...open: Frame[]) {
    transport.last().accept()
    const { reason: _, ...welcome } = welcomeFrame({ head: seq, resumed: false, now: T0 })
    await send(
      { ...welcome, ...FUTURE.welcome },
      { op: 'snapshot', part: 1, last: true, seq, cursor: `c${seq}`, open },
      { op: 'synced', head: seq, mood: 'good' },
    )
  }
  return { ...machine, transport, send, finish, greet, ...process }
}

describe('a server of the future', () => {
  it('is followed through a whole session: in sync, acknowledged to the head, all of it announced', async () => {
    const { bell, transport, greet, send, said, finish, events } = await rig()
    await greet(2, reminderOf(1, FUTURE.kind), { ...FUTURE.order, id: 'r2', seq: 2, cursor: 'c2', n: 1 })
    await send({ op: 'moved', seq: 3, cursor: 'c3' }, { op: 'weather', sky: 'grey' })
    await send(reminderOf(4, { type: 99, content: '顾客到店自取', n: 1 }), closedOf(5, 'r1', FUTURE.closed))
    for (let turn = 0; turn < 6; turn++) await finish()

    expect(bell.status()).toMatchObject({ link: 'connected', faults: [], unanswered: { new_order: 1, other: 1 } })
    expect(transport.sockets.map(({ endedBy }) => endedBy)).toEqual([undefined])
    expect(transport.last().all('ack').at(-1)).toEqual({ op: 'ack', seq: 5 })
    expect(
      transport
        .last()
        .all('announced')
        .map(({ id, outcome }) => [id, outcome.dialog]),
    ).toEqual(
      expect.arrayContaining([
        ['r2', 'ok'],
        ['r4', 'ok'],
      ]),
    )
    expect(said().join('\n')).toContain('顾客到店自取')
    expect(events.filter(({ type }) => type === 'closed')).toMatchObject([
      { closed: { state: 'closed', by: { kind: 'other', name: '老板' } } },
    ])
  })

  it('an unknown kind is told with its content, shown in both places, and answered by 知道了', async () => {
    const { bell, greet, send, said, finish, host, requester } = await rig()
    await greet(0)
    await send(reminderOf(1, FUTURE.kind))
    expect(said()).toEqual(['您有一条提醒，厨房打印机缺纸'])
    expect([host.dialog.history, host.notifier.history]).toEqual([['r1#1'], ['r1#1']])
    expect(host.dialog.standing.get('r1')).toMatchObject({ kind: 'other', reminder: { level: 3, unsure: true } })
    await finish()
    requester.answer(ACCEPTED)
    expect(await bell.answer({ move: 'acknowledge', reminderId: 'r1' })).toMatchObject({ accepted: true })
    expect(requester.requests[0]?.path).toBe('/v1/reminders/r1/acknowledge')
    expect([...host.dialog.standing.keys()]).toEqual([])
  })

  it('an unknown kind is not answered by a move of the order it names', async () => {
    const { bell, greet, send, requester } = await rig()
    await greet(0)
    await send(reminderOf(1), reminderOf(2, { type: 8, orderId: 1 }))
    requester.answer(ACCEPTED)
    await bell.answer({ move: 'confirm', orderId: 1 })
    expect(bell.status().unanswered).toMatchObject({ new_order: 0, other: 1 })
  })

  it('a repetition whose number cannot be read is announced again; a snapshot of it is not', async () => {
    const { bell, transport, clock, greet, send, finish } = await rig()
    const bare = (seq: number) => reminderOf(seq, { id: 'r1', n: 'often' })
    await greet(0)
    for (const seq of [1, 2]) {
      await send(bare(seq))
      await finish()
    }
    bell.reconnectNow('test')
    await greet(2, bare(2))
    await clock.advanceAsync(0)
    await finish()
    expect(transport.sockets.flatMap((socket) => socket.all('announced')).map(({ n }) => n)).toEqual([1, 2])
    expect(bell.open().map(({ reminder }) => reminder.n)).toEqual([2])
  })

  it('no setting turns an unknown kind off, and it goes before new orders', async () => {
    const { bell, greet, send, said, finish } = await rig()
    bell.change({ speech: { new_order: true, urge: false, cancel: false } })
    await greet(0)
    await send(reminderOf(1), reminderOf(2), reminderOf(3, { type: 8, content: '停水通知', level: 1 }))
    await finish()
    expect(said()[1]).toBe('您有一条提醒，停水通知，尾号A 幺七')
  })

  it('an ending from the future is told to whoever was looking', async () => {
    const { greet, send, finish, said } = await rig()
    await greet(0)
    await send(reminderOf(1))
    await finish()
    await send(closedOf(2, 'r1', FUTURE.closed))
    expect(said().at(-1)).toBe(phrases.answeredElsewhere('A17', { kind: 'other', name: '老板' }, 'closed'))
  })
})

describe('something that this client is too old to read', () => {
  it('is passed over, said aloud once in a while, and stays on the screen', async () => {
    const { bell, clock, transport, greet, send, finish, said } = await rig()
    await greet(0)
    await send(reminderOf(1, { id: 1 }))
    expect(said()).toEqual([phrases.tooOld()])
    expect(bell.status().faults).toEqual([{ part: 'reading', reason: 'too_old' }])
    await finish()
    await send(reminderOf(2, { id: 2 }), reminderOf(3))
    await finish()
    expect(said().filter((text) => text === phrases.tooOld())).toHaveLength(1)
    expect(transport.last().all('ack').at(-1)).toEqual({ op: 'ack', seq: 3 })
    await clock.advanceAsync(TOO_OLD_EVERY_MS)
    bell.reconnectNow('test')
    await greet(3)
    expect(bell.status().faults).toEqual([])
    await send(reminderOf(4, { id: 4 }))
    for (let turn = 0; turn < 4; turn++) await finish()
    expect(said().filter((text) => text === phrases.tooOld())).toHaveLength(2)
    expect(bell.status().faults).toEqual([{ part: 'reading', reason: 'too_old' }])
  })

  it('comes after all when an updated client starts: everything open is asked for anew', async () => {
    const first = await rig()
    await first.greet(0)
    await first.send(reminderOf(1, { id: 1 }))
    await first.bell.stop()
    const transport = createScriptedTransport()
    const next = first.boot(transport)
    await next.bell.start()
    transport.last().accept()
    expect(transport.last().all('hello')).toMatchObject([{ cursor: null }])
  })
})
