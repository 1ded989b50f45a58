import { describe, expect, it } from 'vitest'
import { reconnectPause } from '../../packages/client/src/reminders/link-schedule.ts'
import { ReminderBell } from '../../packages/client/src/reminders/reminder-bell.ts'
import type { SocketLike } from '../../packages/client/src/reminders/socket-class.ts'
import { closedOf, reminderOf } from '../support/future-frames.ts'
import { createManualClock } from '../support/manual-clock.ts'

type Heard = (event: { data?: unknown; code?: number; reason?: string }) => void

/** A socket in the hands of the test. */
class HandSocket implements SocketLike {
  readonly readyState = 1
  readonly sent: Record<string, unknown>[] = []
  closedWith: number | undefined | 'open' = 'open'
  readonly #heard = new Map<string, Heard>()

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#heard.set(type, listener as Heard)
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }
  close(code?: number): void {
    this.closedWith = code
  }
  say(...frames: object[]): void {
    for (const frame of frames) this.#heard.get('message')?.({ data: JSON.stringify(frame) })
  }
  open(): void {
    this.#heard.get('open')?.({})
  }
  end(code: number): void {
    this.#heard.get('close')?.({ code, reason: '' })
  }
}

const STORE = { id: 's1', name: '店', locale: 'zh-CN', timezone: 'Asia/Shanghai' }
const WELCOME = {
  op: 'welcome',
  v: 1,
  store: STORE,
  head: 0,
  resumed: true,
  heartbeatMs: 20_000,
  window: 64,
  spreadMs: 0,
  now: 0,
}

function ringing() {
  const clock = createManualClock()
  const sockets: HandSocket[] = []
  const said: string[] = []
  let answer = () => {}
  const bell = new ReminderBell(
    {
      url: 'https://bell.example/shop/',
      token: 't',
      device: { app: 'a', version: '1', platform: 'p' },
      state: { cursor: 'c0', seq: 0, open: [] },
      save: () => {},
      ring: ({ id, n }, signal) => {
        said.push(`ring ${id} ${n}`)
        signal.addEventListener('abort', () => said.push(`silence ${id}`))
        return new Promise((resolve) => {
          answer = () => resolve({ speech: 'ok', notification: 'none', dialog: 'none' })
        })
      },
      phase: (phase) => said.push(phase),
      WebSocket: class extends HandSocket {
        readonly url: string
        constructor(url: string) {
          super()
          this.url = url
          sockets.push(this)
        }
      },
    },
    { clock, random: () => 0.5 },
  )
  bell.start()
  const latest = () => sockets.at(-1) ?? new HandSocket()
  const connect = (...frames: object[]) => {
    latest().open()
    latest().say(WELCOME, ...frames)
  }
  return { clock, sockets, said, latest, connect, sounded: () => answer() }
}

/** Lets promises that wait for nothing outside settle. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('the link of a bell', () => {
  it('goes below the address’s path, says hello with its place, and acknowledges what is kept', async () => {
    const { sockets, latest, connect } = ringing()
    expect(sockets).toMatchObject([{ url: 'wss://bell.example/shop/v1/socket' }])
    connect(reminderOf(1), { op: 'synced', head: 1 })
    await settle()
    expect(latest().sent).toMatchObject([
      { op: 'hello', token: 't', cursor: 'c0' },
      { op: 'ack', seq: 1 },
    ])
  })

  it('holds announcements back until it is in sync, and for twenty seconds at most', async () => {
    const { clock, said, connect } = ringing()
    connect(reminderOf(1))
    clock.advance(19_000)
    expect(said).toEqual(['connecting', 'catching_up'])
    clock.advance(1_000)
    expect(said).toEqual(['connecting', 'catching_up', 'ring r1 1'])
  })

  it('rings one after the other, falls silent at an answer, and reports each n once', async () => {
    const { said, latest, connect, sounded } = ringing()
    connect({ op: 'synced', head: 0 }, reminderOf(1), reminderOf(2), reminderOf(3, { id: 'r1', n: 2 }))
    expect(said.slice(-1)).toEqual(['ring r1 1'])
    latest().say(closedOf(4, 'r1'))
    expect(said.slice(-1)).toEqual(['silence r1'])
    sounded()
    await settle()
    expect(said.slice(-1)).toEqual(['ring r2 1'])
    sounded()
    await settle()
    expect(
      latest()
        .sent.filter(({ op }) => op === 'announced')
        .map(({ id, n }) => [id, n]),
    ).toEqual([
      ['r1', 1],
      ['r2', 1],
    ])
  })

  it('asks for what is missing at once, again after 5 s, and gives a server up that never sends it', () => {
    const { clock, sockets, latest, connect } = ringing()
    connect({ op: 'synced', head: 0 }, reminderOf(2), reminderOf(3))
    const asks = () => latest().sent.filter(({ op }) => op === 'sync').length
    expect(asks()).toBe(1)
    clock.advance(5_000)
    expect(asks()).toBe(2)
    clock.advance(5_000)
    expect(asks()).toBe(3)
    clock.advance(5_000)
    expect(sockets[0]?.closedWith).toBeUndefined()
    clock.advance(1_000)
    expect(sockets).toHaveLength(2)
  })

  it('asks 5 s after a head that is ahead', () => {
    const { clock, latest, connect } = ringing()
    connect({ op: 'synced', head: 0 }, { op: 'heartbeat', head: 1, now: 1 })
    clock.advance(4_000)
    expect(latest().sent.filter(({ op }) => op === 'sync')).toEqual([])
    clock.advance(1_000)
    expect(latest().sent.filter(({ op }) => op === 'sync')).toHaveLength(1)
  })

  it('gives up a server that is silent for 45 s, one that sends no welcome for 15 s, and one that stops in a catch-up', () => {
    const { clock, sockets, connect } = ringing()
    clock.advance(15_000)
    expect(sockets).toHaveLength(1)
    clock.advance(2_000)
    expect(sockets).toHaveLength(2)
    connect({ op: 'synced', head: 0 })
    clock.advance(45_000)
    expect(sockets).toHaveLength(2)
    clock.advance(3_000)
    expect(sockets).toHaveLength(3)
    connect()
    clock.advance(30_000)
    expect(sockets).toHaveLength(3)
    clock.advance(4_000)
    expect(sockets).toHaveLength(4)
  })

  it('connects anew at once when the machine has slept', () => {
    const { clock, said, connect } = ringing()
    connect({ op: 'synced', head: 0 })
    clock.jumpWall(60_000)
    clock.advance(1_000)
    expect(said.slice(-1)).not.toEqual(['in_sync'])
  })

  it('closes with 4400 over what is no frame, and comes back a minute later; after 4403 it does not', () => {
    const { clock, sockets, said, latest, connect } = ringing()
    connect({ op: 'synced', head: 0 }, [1])
    expect(sockets[0]?.closedWith).toBe(4400)
    clock.advance(59_000)
    expect(sockets).toHaveLength(1)
    clock.advance(2_000)
    expect(sockets).toHaveLength(2)
    latest().end(4403)
    clock.advance(600_000)
    expect(sockets).toHaveLength(2)
    expect(said.slice(-1)).toEqual(['refused'])
  })
})

it('pauses as docs/protocol.md prescribes', () => {
  const pause = (tries: number, more = {}) => reconnectPause('now', { tries, random: 1, ...more })
  expect([0, 1, 2, 3, 6, 7, 99].map((tries) => pause(tries))).toEqual([
    1_000, 1_000, 2_000, 4_000, 30_000, 30_000, 30_000,
  ])
  expect(pause(0, { spreadMs: 5_000 })).toBe(5_000)
  expect(pause(0, { spreadMs: 3_600_000 })).toBe(600_000)
  expect(reconnectPause('later', { tries: 0, random: 0 })).toBe(60_000)
  expect(reconnectPause('later', { tries: 0, random: 0, retryMs: 5_000 })).toBe(5_000)
  expect(reconnectPause('now', { tries: 0, random: 0, retryMs: 1 })).toBe(1_000)
  expect(reconnectPause('now', { tries: 0, random: 0, retryMs: 86_400_000 })).toBe(600_000)
})
