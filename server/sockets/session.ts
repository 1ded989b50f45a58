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
import type { Context } from '../context/context.ts'
import type { Hub } from '../log/hub.ts'
import type { LogReader } from '../log/log-reader.ts'
import type { Evidence } from './delivery-receipts.ts'
import type { Arrivals } from './device-lookup.ts'
import { greet } from './handshake.ts'
import { createPump, type Pump } from './pump.ts'
import { type Corkable, createOutgoing } from './send-buffer.ts'

/** A client that keeps to the protocol sends a few frames a second; this many means something is broken or hostile. */
const MAX_FRAMES_PER_SECOND = 500
/** `sync` makes us send up to a window again. */
const MIN_SYNC_PAUSE_MS = 1_000

/** Words for the closes that are somebody's fault and worth a sentence in the client's log. */
const EXPLAINED: Partial<Record<CloseName, string>> = {
  bad_frame: 'That frame is not one of reminder.v1, or not at this point.',
  unauthorized: 'The device token is unknown; pair again.',
  revoked: 'This device was revoked by the operator.',
  version: 'This server speaks reminder.v1 only.',
  replaced: 'The same device connected again somewhere else.',
  rate: 'Too many frames.',
}

export interface SessionDeps {
  ctx: Context
  hub: Hub
  evidence: Evidence
  arrivals: Arrivals
  readLog: LogReader
  spreadMs: number
  /** Runs a hello when its turn has come: the server admits a bounded number at once. */
  admit<T>(hello: () => Promise<T>): Promise<T>
  /** The device is known and connected from now on; an older session of the same device must go. */
  joined(session: Session, deviceId: string): void
}

/** One connection, from `hello` to its close. */
export interface Session {
  /** Once a second: what is overdue? */
  check(): void
  close(reason: CloseName): void
  /** The connection is gone. */
  ended(): void
  deviceId(): string | undefined
}

/** Who is on the other end, once `hello` has been answered. */
interface Live {
  deviceId: string
  storeId: string
  pump: Pump
}

/** After a restart all devices come at once; their heartbeats are spread over so many looks of a second each. */
const BEATS = HEARTBEAT_MS / 1_000

/** Speaks `reminder.v1` with one WebSocket, the `nth` of this server; `stream` is the connection under it. */
export function createSession(socket: WebSocket, stream: Corkable, deps: SessionDeps, nth = 0): Session {
  const { ctx, hub, evidence } = deps
  const out = createOutgoing(socket, stream)
  const openedAt = ctx.clock.elapsed()
  let deviceId: string | undefined
  let live: Live | undefined
  let unsubscribe = nothing
  let helloSeen = false
  let greeted = false
  let closing = false
  let heardAt = openedAt
  let beatAt = openedAt - (nth % BEATS) * 1_000
  let progressAt = openedAt
  let syncedAt = Number.NEGATIVE_INFINITY
  let framesThisSecond = 0

  // Methods of one object: tsx keeps the names of inner functions in a dictionary for each, and there would be thirty
  // for every one of ten thousand connections (docs/performance.md).
  const session = {
    async hello({ token, cursor }: Hello): Promise<void> {
      const found = await deps.arrivals(token, cursor)
      if (closing) return
      if (found === undefined) return session.close('unauthorized')
      if (found.revoked) return session.close('revoked')
      deviceId = found.deviceId
      deps.joined(session, deviceId)
      if (closing) return
      const storeId = found.store.id
      unsubscribe = hub.subscribe(storeId, found.store.head_seq, session.wake)
      const greeting = await greet(ctx, found, cursor, deps.spreadMs)
      out.send(greeting.welcome)
      progressAt = ctx.clock.elapsed()
      greeted = true
      for (const text of greeting.snapshot) {
        await out.room()
        if (closing) return
        progressAt = ctx.clock.elapsed()
        out.sendText(text)
      }
      if (closing) return
      evidence.progress(deviceId, greeting.start)
      live = { deviceId, storeId, pump: session.startPump(deviceId, storeId, greeting.start) }
      live.pump.wake()
    },
    wake(): void {
      live?.pump.wake()
    },
    startPump(deviceId: string, storeId: string, start: number): Pump {
      return createPump(
        {
          async read(seq, limit) {
            return hub.after(storeId, seq, limit) ?? (await deps.readLog(storeId, seq, limit))
          },
          send: out.sendText,
          congested() {
            return out.congested(session.wake)
          },
          synced(head) {
            out.send({ op: 'synced', head })
          },
          failed(error) {
            ctx.logger.error({ err: error, storeId, deviceId }, 'the log could not be read for a device')
            session.close('try_again')
          },
        },
        start,
        WINDOW,
      )
    },
    receivedText(text: string): void {
      const parsed = parseClientFrame(text)
      if ('ok' in parsed) session.received(parsed.ok)
      else if ('bad' in parsed) session.receivedBad(parsed.bad)
    },
    receivedBad(fault: string): void {
      ctx.logger.info({ deviceId, fault }, 'bad frame')
      session.close('bad_frame')
    },
    received(frame: ClientFrame): void {
      if (frame.op === 'hello') session.receivedHello(frame)
      else if (!helloSeen) session.close('bad_frame')
      else if (live !== undefined) session.receivedFrom(live, frame)
    },
    receivedHello(frame: Hello): void {
      if (helloSeen) return session.close('bad_frame')
      helloSeen = true
      if (frame.v !== PROTOCOL_VERSION) return session.close('version')
      deps
        .admit(() => session.hello(frame))
        .catch((error: unknown) => {
          ctx.logger.error({ err: error }, 'a hello failed')
          session.close('try_again')
        })
    },
    receivedFrom({ deviceId, storeId, pump }: Live, frame: Exclude<ClientFrame, Hello>): void {
      const now = ctx.clock.elapsed()
      if (frame.op === 'ack') {
        const before = pump.acked()
        if (!pump.ack(frame.seq)) return session.close('bad_frame')
        if (pump.acked() === before) return
        // What was sent may be acknowledged as fast as it is sent: a device that catches up is not a flood.
        framesThisSecond--
        progressAt = now
        evidence.progress(deviceId, pump.acked())
      } else if (frame.op === 'announced') {
        const { id: reminderId, n, outcome } = frame
        evidence.announced({ reminderId, deviceId, storeId, n, outcome, at: ctx.clock.now() })
      } else if (now - syncedAt >= MIN_SYNC_PAUSE_MS) {
        syncedAt = now
        pump.rewind()
      }
    },
    check(): void {
      const now = ctx.clock.elapsed()
      framesThisSecond = 0
      if (!helloSeen) {
        if (now - openedAt >= HELLO_TIMEOUT_MS) session.close('hello_timeout')
      } else if (now - heardAt >= SILENCE_MS) socket.terminate()
      else if (live !== undefined) session.checkLive(live, now)
      else if (greeted && now - progressAt >= ACK_TIMEOUT_MS) session.close('slow')
    },
    checkLive({ storeId, pump }: Live, now: number): void {
      if (pump.inFlight() === 0) progressAt = now
      if (now - progressAt >= ACK_TIMEOUT_MS) return session.close('slow')
      if (now - beatAt < HEARTBEAT_MS) return
      beatAt = now
      out.send({ op: 'heartbeat', head: Math.max(hub.head(storeId), pump.acked()), now: ctx.clock.now() })
      socket.ping()
    },
    close(reason: CloseName): void {
      if (closing) return
      const message = EXPLAINED[reason]
      if (message !== undefined) out.send({ op: 'error', code: reason, message })
      session.ended()
      socket.close(CLOSE[reason].code, reason)
    },
    ended(): void {
      closing = true
      live?.pump.stop()
      unsubscribe()
      out.end()
    },
    deviceId(): string | undefined {
      return deviceId
    },
  }

  socket.on('message', (data, isBinary) => {
    if (closing) return
    heardAt = ctx.clock.elapsed()
    framesThisSecond++
    if (framesThisSecond > MAX_FRAMES_PER_SECOND) session.close('rate')
    else if (isBinary) session.receivedBad('binary')
    else session.receivedText(data.toString())
  })
  socket.on('pong', () => {
    heardAt = ctx.clock.elapsed()
  })
  return session
}

function nothing(): void {}
