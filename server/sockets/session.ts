import type { WebSocket } from 'ws'
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
import type { Hub } from '../log/hub.ts'
import type { LogSource } from '../log/log-source.ts'
import { CLOSE_MESSAGES } from './close-messages.ts'
import type { DeliveryReceipts } from './delivery-receipts.ts'
import type { DeviceLookup } from './device-lookup.ts'
import { greet } from './handshake.ts'
import type { Place } from './places.ts'
import { Pump, type PumpTarget } from './pump.ts'
import { type Corkable, SendBuffer } from './send-buffer.ts'
import { serverFaults } from './server-faults.ts'

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
  readLog: LogSource
  receipts: DeliveryReceipts
  lookUpDevice: DeviceLookup
  /** The time over which clients spread their reconnects, milliseconds. */
  spreadMs: number
  /** Runs a hello when its turn has come: the server admits a bounded number at once. */
  admit<T>(hello: () => Promise<T>): Promise<T>
  /** Notes that a device is known and connected from now on; an older session of it must go. */
  joined(session: Session, deviceId: string): void
  /** Bounds the lines about peers that have not said who they are. */
  mayLog: LogBudget
}

/** The parts of one connection. */
export interface Connection {
  socket: WebSocket
  /** The stream under `socket`. */
  stream: Corkable
  place: Pick<Place, 'keep' | 'prove' | 'yield'>
}

/** The device on the other end, once its hello has been answered. */
interface Live {
  deviceId: string
  storeId: string
  pump: Pump
}

/**
 * One connection that speaks `reminder.v1`, from `hello` to its close: answers the hello, lets a pump send, takes acks
 * and receipts, and closes a peer that is silent, slow, or breaks the protocol.
 *
 * A class, as all that exists once for each of ten thousand connections: a closure a method would be kilobytes each.
 */
export class Session implements PumpTarget {
  readonly #socket: WebSocket
  readonly #place: Connection['place']
  readonly #out: SendBuffer
  readonly #deps: SessionDeps
  #deviceId: string | undefined
  #storeId: string | undefined
  #can: readonly string[] = []
  #live: Live | undefined
  #unsubscribe: (() => void) | undefined
  #helloSeen = false
  #greeted = false
  #closing = false
  #framesThisSecond = 0
  readonly #openedAt: number
  #receivedAt: number
  #beatAt: number
  /** Time of the last ack, or of the last moment without an entry to acknowledge. */
  #progressAt: number
  #syncedAt = Number.NEGATIVE_INFINITY

  /** @param nth how many sessions this server had before */
  constructor({ socket, stream, place }: Connection, deps: SessionDeps, nth: number) {
    this.#socket = socket
    this.#place = place
    this.#out = new SendBuffer(socket, stream)
    this.#deps = deps
    const now = deps.ctx.clock.elapsed()
    this.#openedAt = now
    this.#receivedAt = now
    this.#progressAt = now
    this.#beatAt = now - (nth % HEARTBEAT_CHECKS) * 1_000
    socket.on('message', (data, isBinary) => this.#receive(isBinary ? undefined : data.toString()))
    socket.on('pong', () => this.#noteReceived())
  }

  /** The device on the other end; `undefined` until its hello has been accepted. */
  deviceId(): string | undefined {
    return this.#deviceId
  }

  /** The store of that device; `undefined` until its hello has been accepted. */
  storeId(): string | undefined {
    return this.#storeId
  }

  /** The features that the client understands, of shared/protocol/capabilities.ts; none before its hello. */
  can(): readonly string[] {
    return this.#can
  }

  /** Closes a session that is overdue, and sends the heartbeat when it is due. To be called once a second. */
  check(): void {
    const now = this.#now()
    this.#framesThisSecond = 0
    if (!this.#helloSeen) {
      if (now - this.#openedAt >= HELLO_TIMEOUT_MS) this.close('hello_timeout')
    } else if (now - this.#receivedAt >= SILENCE_MS) this.#socket.terminate()
    else if (this.#live !== undefined) this.#checkLive(this.#live, now)
    else if (this.#greeted && now - this.#progressAt >= ACK_TIMEOUT_MS) this.close('slow')
  }

  /** Closes the session, with an `error` frame before the close frame where the client is at fault. */
  close(reason: CloseName): void {
    if (this.#closing) return
    const message = CLOSE_MESSAGES[reason]
    if (message !== undefined) this.#out.send({ op: 'error', code: reason, message })
    this.ended()
    this.#place.yield(this.#now())
    this.#socket.close(CLOSE[reason].code, reason)
  }

  /** Closes the session and does not wait for its peer: its place is needed. */
  cut(): void {
    this.close('hello_timeout')
    this.#socket.terminate()
  }

  /** Stops everything: the connection is gone. */
  ended(): void {
    this.#closing = true
    this.#live?.pump.stop()
    this.#unsubscribe?.()
    this.#out.release()
  }

  // Methods for the pump.

  readLog(seq: number, limit: number): Promise<readonly LogEntry[]> {
    return this.#live === undefined ? Promise.resolve([]) : this.#deps.readLog(this.#live.storeId, seq, limit)
  }

  sendEntry(body: string): void {
    this.#out.sendText(body)
  }

  isCongested(): boolean {
    return this.#out.congested(() => this.#wake())
  }

  caughtUp(head: number): void {
    this.#out.send({ op: 'synced', head })
  }

  pumpFailed(error: unknown): void {
    const { deviceId, storeId } = this.#live ?? {}
    this.#deps.ctx.logger.error({ err: error, storeId, deviceId }, 'the log could not be read for a device')
    this.close('try_again')
  }

  // Frames of the peer.

  /** @param text of a text frame; `undefined` for a binary one */
  #receive(text: string | undefined): void {
    if (this.#closing) return
    this.#noteReceived()
    if (++this.#framesThisSecond > MAX_FRAMES_PER_SECOND) return this.close('rate')
    if (text === undefined) return this.#receiveBad('binary')
    const parsed = parseClientFrame(text)
    if ('ok' in parsed) this.#receiveFrame(parsed.ok)
    else if ('bad' in parsed) this.#receiveBad(parsed.bad)
  }

  #receiveBad(fault: string): void {
    const leftOut = this.#deviceId === undefined ? this.#deps.mayLog('bad frame') : 0
    if (leftOut !== undefined) {
      const facts = { deviceId: this.#deviceId, fault, ...(leftOut > 0 && { leftOut }) }
      this.#deps.ctx.logger.info(facts, 'bad frame')
    }
    this.close('bad_frame')
  }

  #receiveFrame(frame: ClientFrame): void {
    if (frame.op === 'hello') this.#receiveHello(frame)
    else if (!this.#helloSeen) this.close('bad_frame')
    else if (this.#live !== undefined) this.#receiveLive(this.#live, frame)
  }

  #receiveHello(frame: Hello): void {
    if (this.#helloSeen) return this.close('bad_frame')
    this.#helloSeen = true
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
    if (this.#closing) return
    if (device === undefined) return this.close('unauthorized')
    if (device.revoked) return this.close('revoked')
    this.#place.prove()
    const { deviceId, store } = device
    this.#deviceId = deviceId
    this.#storeId = store.id
    this.#can = can ?? []
    ctx.logger.debug({ deviceId, storeId: store.id, ...client, can }, 'a device joined')
    joined(this, deviceId)
    if (this.#closing) return
    this.#unsubscribe = hub.subscribe(store.id, store.head_seq, () => this.#wake())
    const greeting = await greet(ctx, device, cursor, spreadMs)
    this.#out.send(greeting.welcome)
    this.#progressAt = this.#now()
    this.#greeted = true
    for (const text of greeting.snapshot) {
      await this.#out.drained()
      if (this.#closing) return
      this.#progressAt = this.#now()
      this.#out.sendText(text)
    }
    if (this.#closing) return
    receipts.progress(deviceId, greeting.start)
    this.#live = { deviceId, storeId: store.id, pump: new Pump(this, greeting.start, WINDOW) }
    this.#wake()
  }

  #receiveLive({ deviceId, storeId, pump }: Live, frame: Exclude<ClientFrame, Hello>): void {
    const { ctx, receipts } = this.#deps
    const now = this.#now()
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

  #checkLive({ storeId, pump }: Live, now: number): void {
    if (pump.inFlight() === 0) this.#progressAt = now
    if (now - this.#progressAt >= ACK_TIMEOUT_MS) return this.close('slow')
    if (now - this.#beatAt < HEARTBEAT_MS) return
    this.#beatAt = now
    const { ctx, hub } = this.#deps
    const head = Math.max(hub.head(storeId), pump.acked())
    this.#out.send({ op: 'heartbeat', head, now: ctx.clock.now(), ...serverFaults(ctx) })
    this.#socket.ping()
  }

  #wake(): void {
    this.#live?.pump.wake()
  }

  #noteReceived(): void {
    this.#receivedAt = this.#now()
  }

  #now(): number {
    return this.#deps.ctx.clock.elapsed()
  }
}
