import { CLOSE, type CloseName } from '../../shared/protocol/close-codes.ts'
import type { ClientFrame, Hello } from '../../shared/protocol/frames.ts'
import {
  ACK_TIMEOUT_MS,
  HEARTBEAT_MS,
  HELLO_TIMEOUT_MS,
  PROTOCOL_VERSION,
  SILENCE_MS,
  WINDOW,
} from '../../shared/protocol/limits.ts'
import { parseClientFrame } from '../../shared/protocol/parse-frame.ts'
import type { Context, LogEntry } from '../context/context.ts'
import type { LogBudget } from '../lib/log-budget.ts'
import type { Hub, LogReader } from '../log/hub.ts'
import { type LogAccess, ProvenLog } from '../log/proven-log.ts'
import { CLOSE_MESSAGES } from './close-messages.ts'
import type { Connection } from './connection.ts'
import type { DeliveryReceipts } from './delivery-receipts.ts'
import type { DeviceLookup } from './device-lookup.ts'
import { greet } from './handshake.ts'
import { Pump, type PumpTarget } from './pump.ts'
import { SendBuffer } from './send-buffer.ts'
import { serverFaults } from './server-faults.ts'
import type { SocketEnd, SocketSession } from './session-socket.ts'
import { tellBadFrame } from './tell-bad-frame.ts'
import type { EntryFrames } from './text-frame.ts'

/** Most frames a second: a client that keeps to the protocol sends a few; so many come from a broken or hostile one. */
const MAX_FRAMES_PER_SECOND = 500
/** Milliseconds between two rewinds, at least: each `sync` makes the server send up to a window again. */
const MIN_SYNC_PAUSE_MS = 1_000
/** Checks, a second apart, over which heartbeats are spread: after a restart all devices come at once. */
const HEARTBEAT_CHECKS = HEARTBEAT_MS / 1_000

/** Everything that the sessions of one server share. */
export interface SessionDeps {
  ctx: Context
  hub: Hub
  logAccess: LogAccess
  frameOf: EntryFrames
  receipts: DeliveryReceipts
  lookUpDevice: DeviceLookup
  /** The time over which clients spread their reconnects, milliseconds. */
  spreadMs: number
  /** Runs a hello when its turn has come: the server admits a bounded number at once. */
  admit<T>(hello: () => Promise<T>): Promise<T>
  /** Notes that a device is known and connected from now on; an older session of it must go. */
  joined(session: Session, deviceId: string): void
  /** Notes that a session is over, and its connection gone. */
  left(session: Session): void
  /** Bounds the lines about peers that have not said who they are. */
  mayLog: LogBudget
}

/** How far a connection has come. `greeted`: the `welcome` is out, and what is open is on its way. */
type Phase = 'silent' | 'greeting' | 'greeted' | 'live' | 'closing'

/**
 * One connection that speaks `reminder.v1`, from `hello` to its close: answers the hello, lets a pump send, takes acks
 * and receipts, and closes a peer that is silent, slow, or breaks the protocol.
 *
 * A class with few fields and no functions of its own, as all that exists once for each of ten thousand connections: a
 * closure a method would be kilobytes each.
 */
export class Session implements SocketSession, PumpTarget, LogReader {
  readonly #socket: SocketEnd
  readonly #place: Connection['place']
  readonly #out: SendBuffer
  readonly #deps: SessionDeps
  #deviceId = ''
  #storeId = ''
  #readsStruck = false
  #pump: Pump | undefined
  #log: ProvenLog | undefined
  #phase: Phase = 'silent'
  /** The reason for which this server closed it; `gone`: its peer went, or fell silent. */
  why: CloseName | 'gone' = 'gone'
  #framesThisSecond = 0
  #receivedAt: number
  #beatAt: number
  /** Time since which the peer owes a hello; then that of the last ack, or of the last moment without an entry to acknowledge. */
  #progressAt: number
  /** Time of the last rewind that the device asked for. */
  #syncedAt: number

  /** @param nth how many sessions this server had before */
  constructor({ socket, stream, place }: Connection, deps: SessionDeps, nth: number) {
    this.#socket = socket
    this.#place = place
    this.#out = new SendBuffer(socket, stream)
    this.#deps = deps
    const now = this.#now()
    this.#receivedAt = now
    this.#progressAt = now
    this.#syncedAt = now - MIN_SYNC_PAUSE_MS
    this.#beatAt = now - (nth % HEARTBEAT_CHECKS) * 1_000
    socket.belongTo(this)
  }

  /** The device on the other end; empty until its hello has been accepted. */
  deviceId(): string {
    return this.#deviceId
  }

  /** The store of that device; empty until its hello has been accepted. */
  storeId(): string {
    return this.#storeId
  }

  /** Closes a session that is overdue, and sends the heartbeat when it is due. To be called once a second. */
  check(): void {
    const now = this.#now()
    this.#framesThisSecond = 0
    if (this.#is('silent')) {
      if (now - this.#progressAt >= HELLO_TIMEOUT_MS) this.close('hello_timeout')
    } else if (now - this.#receivedAt >= SILENCE_MS) this.#socket.terminate()
    else if (this.#pump !== undefined && this.#is('live')) this.#checkLive(this.#pump, now)
    else if (this.#is('greeted') && now - this.#progressAt >= ACK_TIMEOUT_MS) this.close('slow')
  }

  /** Closes the session, with an `error` frame before the close frame where the client is at fault. */
  close(reason: CloseName): void {
    if (this.#is('closing')) return
    this.why = reason
    const message = CLOSE_MESSAGES[reason]
    if (message !== undefined) this.#out.send({ op: 'error', code: reason, message })
    this.#end()
    this.#place.yield(this.#now())
    this.#socket.close(CLOSE[reason].code, reason)
  }

  /** Closes the session and does not wait for its peer: its place is needed. */
  cut(): void {
    this.close('hello_timeout')
    this.#socket.terminate()
  }

  /** Stops everything and gives the place back: the connection is gone. */
  gone(): void {
    this.#end()
    this.#place.leave()
    this.#deps.left(this)
  }

  #end(): void {
    this.#phase = 'closing'
    this.#pump?.stop()
    this.#deps.hub.unsubscribe(this.#storeId, this)
    this.#out.release()
  }

  /** Wakes the pump, once there is one. */
  wake(): void {
    this.#pump?.wake()
  }

  /** Sends a frame beside the log. Drops it where the device does not read it, or is not ready for it. */
  pass(frame: Buffer): void {
    if (this.#readsStruck && this.#is('live') && !this.isCongested()) this.#out.sendFrame(frame)
  }

  // Methods for the pump.

  readLog(seq: number, limit: number): Promise<readonly LogEntry[]> {
    return this.#log?.read(seq, limit) ?? Promise.resolve([])
  }

  sendEntry(entry: LogEntry): void {
    this.#out.sendFrame(this.#deps.frameOf(entry))
  }

  isCongested(): boolean {
    return this.#out.congested(() => this.wake())
  }

  caughtUp(head: number): void {
    this.#out.send({ op: 'synced', head })
  }

  pumpFailed(error: unknown): void {
    const facts = { err: error, storeId: this.#storeId, deviceId: this.#deviceId }
    this.#deps.ctx.logger.error(facts, 'the log could not be read for a device')
    this.close('try_again')
  }

  // Methods for the socket.

  receive(text: string | undefined): void {
    if (this.#is('closing')) return
    this.noteReceived()
    if (++this.#framesThisSecond > MAX_FRAMES_PER_SECOND) return this.close('rate')
    const parsed = text === undefined ? { bad: 'binary' } : parseClientFrame(text)
    if ('ok' in parsed) return this.#receiveFrame(parsed.ok)
    if (!('bad' in parsed)) return
    tellBadFrame(this.#deps, this.#deviceId, parsed.bad)
    this.close('bad_frame')
  }

  noteReceived(): void {
    this.#receivedAt = this.#now()
  }

  #receiveFrame(frame: ClientFrame): void {
    if (frame.op === 'hello') this.#receiveHello(frame)
    else if (this.#is('silent')) this.close('bad_frame')
    else if (this.#pump !== undefined) this.#receiveLive(this.#pump, frame)
  }

  #receiveHello(frame: Hello): void {
    if (!this.#is('silent')) return this.close('bad_frame')
    this.#phase = 'greeting'
    if (frame.v !== PROTOCOL_VERSION) return this.close('version')
    this.#place.keep()
    this.#deps
      .admit(() => this.#greet(frame))
      .catch((error: unknown) => {
        this.#deps.ctx.logger.error({ err: error }, 'a hello failed')
        this.close('try_again')
      })
  }

  async #greet({ token, cursor, device: client, can }: Hello): Promise<void> {
    const { ctx, hub, receipts, lookUpDevice, joined, spreadMs } = this.#deps
    const device = await lookUpDevice(token, cursor)
    if (this.#is('closing')) return
    if (device === undefined) return this.close('unauthorized')
    if (device.revoked) return this.close('revoked')
    this.#place.prove()
    const { deviceId, store } = device
    ;[this.#deviceId, this.#storeId, this.#readsStruck] = [deviceId, store.id, can?.includes('struck') ?? false]
    ctx.logger.info({ deviceId, storeId: store.id, ...client, can }, 'a device joined')
    joined(this, deviceId)
    if (this.#is('closing')) return
    hub.subscribe(store.id, store.head_seq, this)
    const greeting = await greet(ctx, device, cursor, spreadMs)
    if (this.#is('closing')) return
    this.#phase = 'greeted'
    this.#out.send(greeting.welcome)
    this.#progressAt = this.#now()
    for (const text of greeting.snapshot) {
      await this.#out.drained()
      if (this.#is('closing')) return
      this.#progressAt = this.#now()
      this.#out.sendText(text)
    }
    this.#phase = 'live'
    receipts.progress(deviceId, greeting.start.seq, client)
    this.#log = new ProvenLog(this.#deps.logAccess, store.id, greeting.start)
    this.#pump = new Pump(this, greeting.start.seq, WINDOW)
    this.#pump.wake()
  }

  #receiveLive(pump: Pump, frame: Exclude<ClientFrame, Hello>): void {
    const { ctx, receipts } = this.#deps
    const [now, deviceId, storeId] = [this.#now(), this.#deviceId, this.#storeId]
    if (frame.op === 'ack') {
      const before = pump.acked()
      if (!pump.ack(frame.seq)) return this.close('bad_frame')
      if (pump.acked() === before) return
      // Acks may come as fast as entries are sent: a device that catches up is not a flood.
      this.#framesThisSecond--
      this.#progressAt = now
      receipts.progress(deviceId, pump.acked())
    } else if (frame.op === 'announced') {
      const { id: reminderId, n, outcome } = frame
      receipts.announced({ reminderId, deviceId, storeId, n, outcome, at: ctx.clock.now() })
    } else if (now - this.#syncedAt >= MIN_SYNC_PAUSE_MS) {
      this.#syncedAt = now
      pump.rewind()
    }
  }

  #checkLive(pump: Pump, now: number): void {
    if (pump.inFlight() === 0) this.#progressAt = now
    if (now - this.#progressAt >= ACK_TIMEOUT_MS) return this.close('slow')
    if (now - this.#beatAt < HEARTBEAT_MS) return
    this.#beatAt = now
    const { ctx, hub } = this.#deps
    const head = Math.max(hub.head(this.#storeId), pump.acked())
    this.#out.send({ op: 'heartbeat', head, now: ctx.clock.now(), ...serverFaults(ctx) })
    this.#socket.ping()
  }

  /** Compares the phase as it is now: TypeScript takes a field for what it was before an `await`. */
  #is(phase: Phase): boolean {
    return this.#phase === phase
  }

  /** Whole milliseconds: V8 keeps such a number in its field, and any other in sixteen bytes beside it. */
  #now(): number {
    return Math.floor(this.#deps.ctx.clock.elapsed())
  }
}
