import { describe, expect, it } from 'vitest'
import {
  CATCH_UP_PAUSE_MS,
  createConnection,
  type EntryReader,
  WELCOME_LIMIT_MS,
} from '../../../desktop/core/connection/connection.ts'
import { MAX_ASKS } from '../../../desktop/core/connection/lag-watch.ts'
import { CLOCK_JUMP_MS, LOOK_MS } from '../../../desktop/core/connection/liveness.ts'
import { LATER_MS, LONGEST_RETRY_MS, SHORTEST_RETRY_MS } from '../../../desktop/core/connection/reconnect-delay.ts'
import type { Send } from '../../../desktop/core/inbox/inbox.ts'
import { CLOSE, type CloseName } from '../../../shared/protocol/close-codes.ts'
import type { ServerFrame } from '../../../shared/protocol/frames.ts'
import { HEAD_LAG_MS, HEARTBEAT_MS, MAX_FRAME_BYTES, SILENCE_MS, STABLE_MS } from '../../../shared/protocol/limits.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { closedFrame, reminderFrame, snapshotFrame, T0, welcomeFrame } from './support/frames.ts'
import { createScriptedTransport } from './support/scripted-transport.ts'
import { fixedRandom, recordingLog } from './support/small-ports.ts'

/** A log reader that only counts, as the inbox does: what follows is applied, the rest is a duplicate or a gap. */
function countingReader() {
  const reader = {
    position: 0,
    links: 0,
    syncs: 0,
    send: undefined as Send | undefined,
    cursor: () => (reader.position === 0 ? null : `c${reader.position}`),
    seq: () => reader.position,
    welcome(_: unknown, send: Send) {
      reader.links++
      reader.send = send
    },
    apply(frame: Parameters<EntryReader['apply']>[0]) {
      if ('op' in frame && frame.op === 'snapshot') {
        reader.position = frame.seq
        return 'applied' as const
      }
      if (frame.seq <= reader.position) return 'duplicate' as const
      if (frame.seq > reader.position + 1) return 'gap' as const
      reader.position = frame.seq
      return 'applied' as const
    },
    inSync() {
      reader.syncs++
    },
    disconnected() {
      reader.send = undefined
    },
  }
  return reader
}

function rig({ random = 0.5 } = {}) {
  const clock = createManualClock()
  const transport = createScriptedTransport()
  const reader = countingReader()
  const log = recordingLog()
  const connection = createConnection({
    transport,
    clock,
    random: fixedRandom(random),
    log,
    url: 'wss://bell.example/reminders',
    identity: { token: 'tok_secret', device: { app: 'test', version: '1', platform: 'none' } },
    reader,
    changed() {},
    welcomed() {},
  })
  /** Accepts the newest socket and brings it in sync at `head`. */
  const sync = (head = reader.position) => {
    const socket = transport.last()
    socket.accept()
    socket.send(welcomeFrame({ head, now: clock.now() }))
    socket.send({ op: 'synced', head })
    return socket
  }
  const phase = () => connection.link().phase
  const heartbeat = (head = reader.position): ServerFrame => ({ op: 'heartbeat', head, now: clock.now() })
  return { clock, transport, reader, log, connection, sync, phase, heartbeat, attempts: () => transport.sockets.length }
}

describe('a connection', () => {
  it('says hello with token and cursor in the frame, not in the URL, and is in sync when the head is applied', () => {
    const { connection, transport, reader, phase } = rig()
    reader.position = 7
    connection.start()
    const socket = transport.last()
    expect([socket.url, socket.subprotocol]).toEqual(['wss://bell.example/reminders', 'reminder.v1'])
    expect([phase(), socket.sent]).toEqual(['connecting', []])
    socket.accept()
    expect(socket.all('hello')).toEqual([
      {
        ...{ op: 'hello', v: 1, token: 'tok_secret', cursor: 'c7', can: ['unknown_values', 'struck'] },
        device: { app: 'test', version: '1', platform: 'none' },
      },
    ])
    socket.send(welcomeFrame({ head: 8 }))
    expect(phase()).toBe('catching_up')
    socket.send({ op: 'synced', head: 8 })
    expect([phase(), reader.syncs]).toEqual(['catching_up', 0])
    socket.send(reminderFrame({ seq: 8 }))
    expect([phase(), reader.syncs]).toEqual(['in_sync', 1])
  })

  it('keeps the token out of the log', () => {
    const { connection, transport, log, sync } = rig()
    connection.start()
    sync()
    transport.last().close(1006)
    expect(log.lines.join()).not.toContain('tok_secret')
  })

  it('knows the server’s time, and since when it is in sync', async () => {
    const { connection, clock, transport, sync } = rig()
    connection.start()
    await clock.advanceAsync(500)
    sync()
    expect([connection.link().since, connection.serverNow()]).toEqual([T0 + 500, clock.now()])
    transport.last().send({ op: 'heartbeat', head: 0, now: clock.now() - 3_600_000 })
    expect(connection.serverNow()).toBe(clock.now() - 3_600_000)
  })

  it('stop closes politely, and nothing happens afterwards', async () => {
    const { connection, clock, transport, sync, attempts } = rig()
    connection.start()
    const socket = sync()
    connection.stop()
    socket.close(1000)
    await clock.advanceAsync(600_000)
    expect([socket.endedBy, attempts(), clock.pending(), transport.sockets.length]).toEqual([1000, 1, 0, 1])
  })
})

describe('reconnecting', () => {
  type CloseCase = [name: string, code: number]
  const codes = (retry: string): CloseCase[] =>
    (Object.keys(CLOSE) as CloseName[]).filter((name) => CLOSE[name].retry === retry).map((n) => [n, CLOSE[n].code])

  it.each<CloseCase>([...codes('now'), ['a clean close', 1000], ['no close frame', 1006], ['a proxy’s own', 4999]])(
    'I7: after %s (%i): again, within the spread',
    async (_, code) => {
      const { connection, clock, sync, attempts, phase } = rig({ random: 0.999 })
      connection.start()
      sync().close(code)
      expect([phase(), connection.link().failures]).toEqual(['waiting', 0])
      await clock.advanceAsync(1_000)
      expect([phase(), attempts()]).toEqual(['connecting', 2])
    },
  )

  it.each<CloseCase>(codes('later'))('after %s (%i): a minute later', async (_, code) => {
    const { connection, clock, sync, attempts, phase } = rig({ random: 0.999 })
    connection.start()
    sync().close(code)
    await clock.advanceAsync(LATER_MS - 1)
    expect([phase(), attempts(), connection.link().failures]).toEqual(['waiting', 1, 1])
    await clock.advanceAsync(1_001)
    expect(attempts()).toBe(2)
  })

  it.each<CloseCase>(codes('never'))('after %s (%i): never, and says why', async (name, code) => {
    const { connection, clock, sync, attempts } = rig()
    connection.start()
    sync().close(code)
    connection.reconnectNow('online')
    clock.jumpWall(3_600_000)
    await clock.advanceAsync(3_600_000)
    expect([connection.link().phase, connection.link().refused, attempts()]).toEqual(['refused', name, 1])
  })

  it('first within the spread that the server named, then full jitter doubling to 30 s', async () => {
    const { connection, clock, transport, attempts } = rig({ random: 0.999_999 })
    connection.start()
    const socket = transport.last()
    socket.accept()
    socket.send(welcomeFrame({ spreadMs: 4_000 }))
    socket.close(1012)
    for (const bound of [4_000, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]) {
      const before = attempts()
      await clock.advanceAsync(bound - 1)
      expect(attempts()).toBe(before)
      await clock.advanceAsync(1)
      expect(attempts()).toBe(before + 1)
      transport.last().close(1006)
    }
  })

  it('starts over after 30 s in sync, and not before', async () => {
    const { connection, clock, transport, sync, attempts, heartbeat } = rig({ random: 0.999_999 })
    connection.start()
    for (const delay of [1_000, 1_000, 2_000, 4_000]) {
      transport.last().close(1006)
      await clock.advanceAsync(delay)
    }
    const socket = sync()
    await clock.advanceAsync(STABLE_MS - 1)
    expect(attempts()).toBe(5)
    socket.close(1006)
    await clock.advanceAsync(7_999)
    expect(attempts()).toBe(5)
    await clock.advanceAsync(1)
    const again = sync()
    await clock.advanceAsync(HEARTBEAT_MS)
    again.send(heartbeat())
    await clock.advanceAsync(STABLE_MS - HEARTBEAT_MS)
    again.close(1006)
    await clock.advanceAsync(1_000)
    expect(attempts()).toBe(7)
  })

  it.each([
    [1013, 20_000, 20_000],
    [4429, 5_000, 5_000],
    [4429, 0, SHORTEST_RETRY_MS],
    [4429, 2 ** 40, LONGEST_RETRY_MS],
  ])('after %i with retryMs %i: not before %i ms', async (code, retryMs, pause) => {
    const { connection, clock, sync, attempts } = rig({ random: 0 })
    connection.start()
    const socket = sync()
    socket.send({ op: 'error', code: 'rate', message: 'slowly', retryMs })
    socket.close(code)
    await clock.advanceAsync(pause - 1)
    expect(attempts()).toBe(1)
    await clock.advanceAsync(1)
    expect(attempts()).toBe(2)
  })

  it('a spread beyond all bounds is bounded', async () => {
    const { connection, clock, transport, attempts } = rig({ random: 0.999_999 })
    connection.start()
    transport.last().accept()
    transport.last().send(welcomeFrame({ spreadMs: 2 ** 50 }))
    transport.last().close(1012)
    await clock.advanceAsync(LONGEST_RETRY_MS)
    expect(attempts()).toBe(2)
  })

  it('an attempt that is never welcomed is given up, and so is a host that throws', async () => {
    const { connection, clock, transport, attempts, phase } = rig({ random: 0.999_999 })
    connection.start()
    transport.last().accept()
    transport.refuse(new Error('bad address'))
    await clock.advanceAsync(WELCOME_LIMIT_MS)
    expect([transport.last().endedBy, attempts()]).toEqual(['terminated', 1])
    await clock.advanceAsync(1_000)
    expect([phase(), connection.link().failures]).toEqual(['waiting', 2])
    transport.refuse(undefined)
    await clock.advanceAsync(1_000)
    expect([phase(), attempts()]).toEqual(['connecting', 2])
  })

  it('an error alone changes nothing: the close that follows decides', () => {
    const { connection, sync, phase } = rig()
    connection.start()
    const socket = sync()
    socket.error(new Error('RSV1 must be clear'))
    expect(phase()).toBe('in_sync')
    socket.close(1009)
    expect(phase()).toBe('waiting')
  })

  it('I5: frames and closes of a socket that was given up reach nobody', async () => {
    const { connection, reader, transport, sync, phase } = rig()
    connection.start()
    const old = sync()
    connection.reconnectNow('resume')
    sync()
    old.send(reminderFrame({ seq: 1 }))
    old.sendText('garbage')
    old.close(4403)
    expect([reader.position, phase(), transport.sockets.length]).toEqual([0, 'in_sync', 2])
  })
})

describe('liveness', () => {
  it('I7: gives a silent link up after 45 s, and never one with heartbeats', async () => {
    const { connection, clock, sync, phase, heartbeat, attempts } = rig({ random: 0 })
    connection.start()
    const socket = sync()
    for (let beat = 0; beat < 10; beat++) {
      await clock.advanceAsync(HEARTBEAT_MS)
      socket.send(heartbeat())
    }
    expect(phase()).toBe('in_sync')
    await clock.advanceAsync(SILENCE_MS)
    expect([phase(), socket.endedBy]).toEqual(['in_sync', undefined])
    await clock.advanceAsync(LOOK_MS)
    expect([socket.endedBy, attempts()]).toEqual(['terminated', 2])
  })

  it('I7: where timers sleep (a hidden tab), the message after a long silence finds it out', () => {
    const { connection, clock, sync, heartbeat, attempts } = rig()
    connection.start()
    const socket = sync()
    // Only the message wakes us: the timers of the silence are fired by it, not before.
    const moment = clock.elapsed
    clock.elapsed = () => moment() + SILENCE_MS + 1
    socket.send(heartbeat())
    expect([socket.endedBy, attempts()]).toEqual(['terminated', 2])
  })

  it('I7: a clock jump reconnects unconditionally, at a tick or at a message', async () => {
    const { connection, clock, transport, sync, attempts, heartbeat } = rig()
    connection.start()
    sync()
    clock.jumpWall(CLOCK_JUMP_MS + 1)
    await clock.advanceAsync(LOOK_MS)
    expect([attempts(), transport.sockets[0]?.endedBy]).toEqual([2, 'terminated'])
    const socket = sync()
    clock.jumpWall(2 * 3_600_000)
    socket.send(heartbeat())
    expect([attempts(), socket.endedBy]).toEqual([3, 'terminated'])
  })

  it('a small correction of the clock, or one backwards, is no jump', async () => {
    const { connection, clock, sync, attempts } = rig()
    connection.start()
    sync()
    clock.jumpWall(CLOCK_JUMP_MS)
    await clock.advanceAsync(LOOK_MS)
    clock.jumpWall(-7_200_000)
    await clock.advanceAsync(LOOK_MS)
    expect(attempts()).toBe(1)
  })

  it('I7: a jump ends the waiting as well', async () => {
    const { connection, clock, sync, attempts } = rig()
    connection.start()
    sync().close(4429)
    clock.jumpWall(3_600_000)
    await clock.advanceAsync(LOOK_MS)
    expect(attempts()).toBe(2)
  })

  it('I7: a heartbeat ahead of us for 5 s asks for sync; three questions in vain end the link', async () => {
    const { connection, clock, sync, heartbeat, attempts } = rig({ random: 0 })
    connection.start()
    const socket = sync()
    socket.send(heartbeat(3))
    await clock.advanceAsync(HEAD_LAG_MS - 1)
    expect(socket.all('sync')).toEqual([])
    await clock.advanceAsync(1)
    expect(socket.all('sync')).toHaveLength(1)
    await clock.advanceAsync(HEAD_LAG_MS * (MAX_ASKS - 1))
    expect([socket.all('sync').length, attempts()]).toEqual([MAX_ASKS, 1])
    await clock.advanceAsync(HEAD_LAG_MS)
    expect([socket.endedBy, attempts()]).toEqual(['terminated', 2])
  })

  it('asks for nothing while entries come, nor when they came in time', async () => {
    const { connection, clock, sync, heartbeat } = rig()
    connection.start()
    const socket = sync()
    socket.send(heartbeat(3))
    for (const seq of [1, 2, 3]) {
      await clock.advanceAsync(HEAD_LAG_MS - 1)
      socket.send(reminderFrame({ seq }))
    }
    await clock.advanceAsync(HEAD_LAG_MS)
    expect([socket.all('sync'), connection.link().phase]).toEqual([[], 'in_sync'])
  })

  it('I5: a gap asks at once, once, and is over when it is filled', async () => {
    const { connection, clock, reader, sync } = rig()
    connection.start()
    const socket = sync()
    for (const seq of [3, 4, 5]) socket.send(reminderFrame({ seq }))
    expect(socket.all('sync')).toHaveLength(1)
    for (const seq of [1, 2, 3, 4, 5]) socket.send(reminderFrame({ seq }))
    await clock.advanceAsync(SILENCE_MS)
    expect([socket.all('sync').length, reader.position]).toEqual([1, 5])
    socket.send(reminderFrame({ seq: 8 }))
    expect(socket.all('sync')).toHaveLength(2)
  })

  it('synced over a gap is not in sync', () => {
    const { connection, transport, phase } = rig()
    connection.start()
    transport.last().accept()
    transport.last().send(welcomeFrame({ head: 2 }))
    transport.last().send(reminderFrame({ seq: 2 }))
    transport.last().send({ op: 'synced', head: 2 })
    expect([phase(), transport.last().all('sync').length]).toEqual(['catching_up', 1])
    transport.last().send(closedFrame({ seq: 1, id: 'x' }))
    transport.last().send(reminderFrame({ seq: 2 }))
    expect(phase()).toBe('in_sync')
  })

  it('I7: a catch-up may take long while it moves, and is given up when it stands still', async () => {
    const { connection, clock, transport, heartbeat, phase } = rig({ random: 0 })
    connection.start()
    const socket = transport.last()
    socket.accept()
    socket.send(welcomeFrame({ head: 100, resumed: false, reason: 'backlog' }))
    for (let part = 1; part <= 5; part++) {
      await clock.advanceAsync(CATCH_UP_PAUSE_MS - 1)
      socket.send(snapshotFrame({ seq: 90, part, last: part === 5 }))
    }
    expect([phase(), socket.all('sync')]).toEqual(['catching_up', []])
    await clock.advanceAsync(CATCH_UP_PAUSE_MS / 2)
    socket.send(heartbeat(100))
    await clock.advanceAsync(CATCH_UP_PAUSE_MS / 2)
    expect(socket.endedBy).toBe('terminated')
  })
})

describe('hostile frames', () => {
  it.each([
    ['no JSON', '{'],
    ['no object', '[1]'],
    ['neither type nor op', '{"hello":"you"}'],
    ['a reminder without a seq', '{"type":1,"orderId":1,"content":"x"}'],
    ['a negative seq', JSON.stringify({ ...reminderFrame({ seq: 1 }), seq: -1 })],
    ['a type that is no number', JSON.stringify({ ...reminderFrame({ seq: 1 }), type: '1' })],
    ['an unknown type without a cursor', JSON.stringify({ ...reminderFrame({ seq: 1 }), type: 4, cursor: null })],
    ['a prototype', '{"__proto__":{"op":"welcome"},"op":{}}'],
    ['too much', JSON.stringify({ ...reminderFrame({ seq: 1 }), content: 'x'.repeat(MAX_FRAME_BYTES) })],
    ['a second welcome', JSON.stringify(welcomeFrame())],
  ])('%s: logged, closed with bad_frame, and tried again a minute later', async (_, text) => {
    const { connection, clock, reader, log, sync, attempts } = rig({ random: 0 })
    connection.start()
    const socket = sync()
    socket.sendText(text)
    expect([socket.endedBy, connection.link().phase, reader.position]).toEqual([4400, 'waiting', 0])
    expect(log.lines.join()).toContain('a bad frame')
    await clock.advanceAsync(LATER_MS)
    expect(attempts()).toBe(2)
  })

  it('the log before welcome is refused', () => {
    const { connection, transport, reader } = rig()
    connection.start()
    transport.last().accept()
    transport.last().send(reminderFrame({ seq: 1 }))
    expect([transport.last().endedBy, reader.position]).toEqual([4400, 0])
  })

  it('an op of the future is ignored, and so are unknown fields', () => {
    const { connection, sync, phase, reader } = rig()
    connection.start()
    const socket = sync()
    socket.sendText('{"op":"confetti","colour":"red"}')
    socket.sendText(JSON.stringify({ ...reminderFrame({ seq: 1 }), mood: 'hungry' }))
    expect([phase(), reader.position]).toEqual(['in_sync', 1])
  })

  it('an entry of the future takes its place on the log, whatever it says', () => {
    const { connection, sync, phase, reader } = rig()
    connection.start()
    const socket = sync()
    socket.sendText('{"op":"moved","seq":1,"cursor":"c1"}')
    socket.sendText(JSON.stringify({ ...reminderFrame({ seq: 2 }), type: 4 }))
    socket.sendText(JSON.stringify({ ...reminderFrame({ seq: 3 }), id: 3 }))
    expect([phase(), reader.position, socket.endedBy]).toEqual(['in_sync', 3, undefined])
  })
})
