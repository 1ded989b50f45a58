import { type Clock, hostClock } from '../../../../shared/clock.ts'
import { CLOSE, closeName, retryPolicy } from '../../../../shared/protocol/close-codes.ts'
import type { ClientFrame, ReminderFrame, ServerFrame } from '../../../../shared/protocol/frames.ts'
import { PROTOCOL_VERSION, SPREAD_MS, STABLE_MS } from '../../../../shared/protocol/limits.ts'
import { parseServerFrame } from '../../../../shared/protocol/parse-frame.ts'
import type { BellHost, BellOptions, BellPhase } from './bell-options.ts'
import { type Change, type Entry, noteRung, takeEntry, takeSnapshot } from './bell-state.ts'
import { createKeeper } from './keeper.ts'
import { reconnectPause } from './link-schedule.ts'
import { createLinkWatch, type LinkWatch } from './link-watch.ts'
import type { BellState, OpenReminder, Outcome } from './reminder.ts'
import { createRinger, type Ringer } from './ringer.ts'
import type { SocketClass } from './socket-class.ts'
import { NO_CLOSE_FRAME, openSocket, type SocketLink } from './socket-link.ts'

/** The longest time that announcements are held back while catching up, milliseconds. */
const HOLD_MS = 20_000
/** How often a bell looks at its link, milliseconds. */
const LOOK_MS = 1_000

/**
 * A client of `reminder.v1` (docs/protocol.md): it keeps a connection for ever, applies the store's log in order,
 * acknowledges what is written, and announces every open reminder once per `n`. It knows no screen and no voice.
 */
export class ReminderBell {
  readonly #options: BellOptions
  readonly #socket: SocketClass
  readonly #clock: Clock
  readonly #random: () => number
  readonly #changed: () => void
  readonly #watch: LinkWatch
  readonly #ringer: Ringer
  #state: BellState
  #phase: BellPhase = 'stopped'
  #link: SocketLink | undefined
  /** Whether the state is this connection's: after a resumption, or a whole snapshot. */
  #placed = false
  #parts: { open: ReminderFrame[]; unread: boolean } = { open: [], unread: false }
  #syncedHead: number | undefined
  #inSyncAt: number | undefined
  #heldAt: number | undefined
  #tries = 0
  #spreadMs = SPREAD_MS
  #retryMs: number | undefined
  /** Reports that wait for a connection. */
  #reports: ClientFrame[] = []
  #cancelLooks = () => {}
  #cancelAttempt = () => {}

  /** Makes a bell; `host` is for tests. Throws a TypeError where there is no WebSocket. */
  constructor(options: BellOptions, host: BellHost = {}) {
    const own: { WebSocket?: SocketClass } = globalThis as object
    const socket = options.WebSocket ?? own.WebSocket
    if (socket === undefined) throw new TypeError('this host has no WebSocket: pass that of the package ws')
    this.#options = options
    this.#socket = socket
    this.#clock = host.clock ?? hostClock(globalThis)
    this.#random = host.random ?? Math.random
    const { cursor = null, seq = 0, open = [], tooOld } = options.state ?? {}
    // A newer program may read what the one before could not.
    this.#state = { cursor: tooOld ? null : cursor, seq, open }
    const fault = (error: unknown) => options.fault?.(error)
    this.#changed = createKeeper({
      state: () => this.#state,
      save: (state) => options.save(state),
      saved: ({ seq: written }) => this.#ack(written),
      fault,
      after: (ms, task) => this.#clock.after(ms, task),
    })
    this.#watch = createLinkWatch({
      clock: this.#clock,
      position: () => this.#state.seq,
      ask: () => this.#send({ op: 'sync' }),
      giveUp: (reason) => this.#end(NO_CLOSE_FRAME, reason),
    })
    this.#ringer = createRinger({
      due: () => (this.#heldAt === undefined ? this.#state.open : []),
      ring: (reminder, signal) => options.ring(reminder, signal),
      rung: (reminder, outcome) => this.#rung(reminder, outcome),
      fault,
    })
  }

  /** The reminders that are open, oldest first. */
  get open(): readonly OpenReminder[] {
    return this.#state.open
  }

  /** Begins. Until it is in sync, for 20 s at most, nothing is announced. */
  start(): void {
    if (this.#phase !== 'stopped') return
    this.#heldAt = this.#clock.elapsed()
    this.#cancelLooks = this.#clock.every(LOOK_MS, () => this.#look())
    this.#connect()
  }

  /** Ends for good: no attempt, no sound. */
  stop(): void {
    this.#cancelLooks()
    this.#cancelAttempt()
    this.#ringer.stop()
    this.#link?.drop()
    this.#link = undefined
    this.#enter('stopped', 'stopped')
  }

  #enter(phase: BellPhase, reason: string): void {
    this.#phase = phase
    this.#options.phase?.(phase, reason)
  }

  #connect(): void {
    this.#placed = false
    this.#parts = { open: [], unread: false }
    this.#syncedHead = undefined
    this.#inSyncAt = undefined
    this.#retryMs = undefined
    this.#watch.began()
    this.#enter('connecting', 'connecting')
    this.#link = openSocket(
      { url: this.#options.url, WebSocket: this.#socket },
      {
        opened: () => this.#hello(),
        text: (text) => this.#receive(text),
        closed: (code, reason) => this.#end(code, reason),
      },
    )
  }

  #hello(): void {
    const { token, device } = this.#options
    this.#send({ op: 'hello', v: PROTOCOL_VERSION, token, device, cursor: this.#state.cursor, can: ['unknown_values'] })
  }

  #send(frame: ClientFrame): void {
    this.#link?.send(frame)
  }

  /** I5: only what this connection has sent is acknowledged; a write of an older state may end late. */
  #ack(seq: number): void {
    if (this.#placed && seq <= this.#state.seq) this.#send({ op: 'ack', seq })
  }

  #receive(text: string): void {
    const parsed = parseServerFrame(text)
    if ('bad' in parsed) return this.#end(CLOSE.bad_frame.code, parsed.bad)
    const frame = 'ok' in parsed ? parsed.ok : undefined
    const heartbeat = frame !== undefined && 'op' in frame && frame.op === 'heartbeat'
    // Heartbeats are no progress of a catch-up.
    if (this.#phase === 'in_sync' || !heartbeat) this.#watch.alive(this.#phase !== 'in_sync')
    if ('passed' in parsed) this.#entry(parsed.passed)
    else if (frame !== undefined) this.#frame(frame)
  }

  #frame(frame: ServerFrame): void {
    if ('type' in frame) return this.#entry(frame)
    switch (frame.op) {
      case 'welcome':
        this.#spreadMs = frame.spreadMs
        this.#heldAt ??= this.#clock.elapsed()
        this.#placed = frame.resumed
        this.#enter('catching_up', frame.resumed ? 'resumed' : (frame.reason ?? 'reset'))
        for (const report of this.#reports.splice(0)) this.#send(report)
        return
      case 'snapshot':
        return this.#snapshot(frame)
      case 'closed':
      case 'claimed':
        return this.#entry(frame)
      case 'synced':
        this.#syncedHead = frame.head
        this.#watch.head(frame.head)
        return this.#settle()
      case 'heartbeat':
        return this.#watch.head(frame.head)
      case 'error':
        this.#retryMs = frame.retryMs
        return
      case 'struck':
        return
    }
  }

  #snapshot({ part, last, seq, cursor, open, unread }: Extract<ServerFrame, { op: 'snapshot' }>): void {
    const before = part === 1 ? { open: [], unread: false } : this.#parts
    this.#parts = { open: [...before.open, ...open], unread: before.unread || unread !== undefined }
    if (!last) return
    this.#placed = true
    this.#apply(takeSnapshot(this.#state, { seq, cursor, ...this.#parts }))
  }

  #entry(entry: Entry): void {
    const { seq } = this.#state
    if (entry.seq === seq + 1) this.#apply(takeEntry(this.#state, entry))
    else if (entry.seq > seq) this.#watch.gap(entry.seq)
    else if (entry.seq === seq) this.#changed() // acknowledged once more
  }

  #apply({ state, ended }: Change): void {
    this.#state = state
    this.#changed()
    this.#watch.progressed()
    for (const { reminder, end } of ended) {
      this.#ringer.ended(reminder.id)
      this.#options.ended?.(reminder, end)
    }
    this.#settle()
    this.#ringer.look()
  }

  /** Ends the catch-up when the head of `synced` is applied. */
  #settle(): void {
    if (this.#inSyncAt !== undefined || this.#syncedHead === undefined || this.#state.seq < this.#syncedHead) return
    this.#inSyncAt = this.#clock.elapsed()
    this.#heldAt = undefined
    this.#watch.alive(false)
    this.#enter('in_sync', 'in sync')
    this.#ringer.look()
  }

  #rung({ id, n }: OpenReminder, outcome: Outcome): void {
    this.#state = noteRung(this.#state, id, n)
    this.#changed()
    const report: ClientFrame = { op: 'announced', id, n, outcome }
    if (this.#phase === 'in_sync' || this.#phase === 'catching_up') this.#send(report)
    else this.#reports.push(report)
  }

  #look(): void {
    if (this.#heldAt !== undefined && this.#clock.elapsed() - this.#heldAt >= HOLD_MS) {
      this.#heldAt = undefined
      this.#ringer.look()
    }
    if (this.#link !== undefined) this.#watch.look()
  }

  /** Ends the connection, and plans the next attempt unless the code says `never`. I7: every end is followed by one. */
  #end(code: number, reason: string): void {
    this.#link?.drop(code === CLOSE.bad_frame.code ? code : undefined)
    this.#link = undefined
    const policy = retryPolicy(code)
    const why = closeName(code) ?? (reason === '' ? `closed with ${code}` : reason)
    if (policy === 'never') return this.#enter('refused', why)
    if (this.#inSyncAt !== undefined && this.#clock.elapsed() - this.#inSyncAt > STABLE_MS) this.#tries = 0
    const pause = reconnectPause(policy, {
      tries: this.#tries++,
      random: this.#random(),
      spreadMs: this.#spreadMs,
      retryMs: this.#retryMs,
    })
    this.#enter('offline', why)
    this.#cancelAttempt = this.#clock.after(pause, () => this.#connect())
  }
}
