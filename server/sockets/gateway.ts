import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { CLOSE, type CloseName } from '../../shared/protocol/close-codes.ts'
import { MAX_FRAME_BYTES, SOCKET_PATH, SUBPROTOCOL } from '../../shared/protocol/limits.ts'
import type { Context } from '../context/context.ts'
import type { News } from '../db/database.ts'
import { clientNetwork } from '../lib/client-address.ts'
import { createLogBudget } from '../lib/log-budget.ts'
import { createSemaphore } from '../lib/semaphore.ts'
import { struckOf } from '../lib/stored-struck.ts'
import type { Hub } from '../log/hub.ts'
import { createLogSource } from '../log/log-source.ts'
import type { DeliveryReceipts } from './delivery-receipts.ts'
import { createDeviceLookup } from './device-lookup.ts'
import { serveLegacy } from './legacy-session.ts'
import { createLiveness } from './liveness.ts'
import type { Node } from './node.ts'
import { type Place, type PlaceCounts, type PlaceLimits, Places } from './places.ts'
import { Session } from './session.ts'
import { SessionSocket } from './session-socket.ts'
import { createEntryFrames, textFrame } from './text-frame.ts'
import type { Visits } from './visits.ts'

/** Hellos answered at once: enough that devices are looked up by the batch; their snapshots are read one by one. */
const HELLOS_AT_ONCE = 64
/** Milliseconds for the peer to answer a close frame. */
const CLOSE_TIMEOUT_MS = 2_000
/** Sockets closed at once when the server stops, and the pause before the next ones. */
const STOP_BATCH = 200
const STOP_PAUSE_MS = 50
/** Lines a minute about strangers' frames that are none of the protocol. */
const BAD_FRAME_LINES = 60
const LEGACY_PATH = /^\/ws\/([A-Za-z0-9_-]{1,200})$/

export interface GatewayOptions {
  /** The time over which clients spread their reconnects, milliseconds. */
  spreadMs: number
  places: PlaceLimits
  /** The number of reverse proxies in front of the server. */
  trustProxy: number
  /** Web origins, besides the server's own, that may open a socket. */
  allowedOrigins: readonly string[]
  /** Whether the origin's endpoint `/ws/{device token}` is offered. */
  legacy: boolean
  /** Whether a `Host` is a name of this server. */
  knowsHost(host: string | undefined): boolean
}

export interface Gateway {
  /** Takes the upgrades of an HTTP server. */
  attach(server: Server): void
  /** Whether a device is connected to this process by `reminder.v1`. */
  isConnected(deviceId: string): boolean
  /** The number of open sockets. */
  connections(): number
  /** How the places of the sockets are taken, and what was turned away since the start. */
  places(): PlaceCounts
  /** Closes a device's connections, and refuses a hello of it that is being answered. */
  revoke(deviceId: string): void
  /**
   * Closes the connections of a store's devices, which come back at once and are told of the store as it is now. Where the
   * database tells all its servers of the change, this one hears of it there.
   */
  greetAgain(storeId: string): void
  /**
   * Tells a store's devices what is struck off of an order; `stored` is the column of its row. A hint beside the log, which
   * may get lost. Where the database tells all its servers, this one hears of it there.
   */
  tellStruck(storeId: string, orderId: number, stored: string): void
  /** Closes the connections of a store’s devices, and lets none of them in for `forMs` milliseconds: a rehearsal. */
  keepOut(storeId: string, forMs: number): void
  /** Hears what a server of the same database has done; this one is one of them. */
  hear(news: Exclude<News, { topic: 'heads' }>): void
  /** Closes overdue sessions and surplus silent sockets, and sends heartbeats. To be called once a second. */
  check(): void
  /** Refuses new connections and closes the present ones with 1012, a batch at a time. */
  close(): Promise<void>
}

/** Makes the entrance of WebSockets: it admits them by origin and place, and keeps one session for each device. */
export function createGateway(
  deps: { ctx: Context; hub: Hub; receipts: DeliveryReceipts; visits: Visits; node?: Node },
  options: GatewayOptions,
): Gateway {
  const { ctx, hub, node, visits } = deps
  const open = new Set<Pick<Session, 'check' | 'close'>>()
  const byDevice = new Map<string, Session>()
  /** The device of each connection that speaks the origin's protocol. */
  const legacyDevices = new Map<WebSocket, string>()
  /** Revoked devices: a hello that is being answered has read its device as it was before. */
  const revoked = new Set<string>()
  /** Stores whose devices are kept out, with the end of that by the monotonic clock, milliseconds. */
  const keptOut = new Map<string, number>()
  const lookUpDevice = createDeviceLookup(ctx.db.read)
  const logAccess = { hub, source: createLogSource(ctx.db.read), shared: node !== undefined }
  const admit = createSemaphore(HELLOS_AT_ONCE)
  const mayLog = createLogBudget(ctx.clock, BAD_FRAME_LINES)
  const places = new Places(options.places, ctx.random.below)
  const tellTurnedAway = createTurnedAwayLog(ctx, places)
  const { spreadMs } = options
  const frameOf = createEntryFrames()
  const sessionDeps = { ...deps, lookUpDevice, logAccess, frameOf, admit, joined, left, mayLog, spreadMs }
  let stopping = false
  let opened = 0
  const wss = new WebSocketServer({
    WebSocket: SessionSocket,
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    ...{ closeTimeout: CLOSE_TIMEOUT_MS },
  })

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const legacyToken = options.legacy ? LEGACY_PATH.exec(path)?.[1] : undefined
    if (stopping) return refuse(stream, '503 Service Unavailable')
    if (path !== SOCKET_PATH && legacyToken === undefined) return refuse(stream, '404 Not Found')
    // Under a name that an attacker lets point here, the page that asks has our own origin.
    if (!options.knowsHost(request.headers.host)) return refuse(stream, '421 Misdirected Request')
    if (!originAllowed(request)) return refuse(stream, '403 Forbidden')
    const place = places.enter(clientNetwork(request, options.trustProxy), Math.floor(ctx.clock.elapsed()))
    if (place === undefined) return refuse(stream, '503 Service Unavailable')
    let upgraded = false
    wss.handleUpgrade(request, stream, head, (socket) => {
      upgraded = true
      // Without a listener the error would end the process. ws itself sends the close frame, and terminates in time.
      socket.on('error', ignore)
      if (legacyToken !== undefined) openLegacy(socket, legacyToken, place)
      else if (socket.protocol === SUBPROTOCOL) openSession(socket, stream, place)
      else refuseVersion(socket, place)
    })
    if (upgraded) return
    // An upgrade that breaks the rules of WebSockets is refused by ws itself.
    if (stream.destroyed) place.leave()
    else stream.once('close', () => place.leave())
  }

  /** Checks the Origin: pages send one, programs do not. A page of another site must not act for a merchant. */
  function originAllowed({ headers }: IncomingMessage): boolean {
    const { origin, host } = headers
    if (origin === undefined || options.allowedOrigins.includes(origin)) return true
    return URL.canParse(origin) && new URL(origin).host === host
  }

  function openSession(socket: SessionSocket, stream: Duplex, place: Place): void {
    const session = new Session({ socket, stream, place }, sessionDeps, opened++)
    open.add(session)
    place.belongTo(session)
  }

  function joined(session: Session, deviceId: string): void {
    if (revoked.has(deviceId)) return session.close('revoked')
    if ((keptOut.get(session.storeId()) ?? 0) > ctx.clock.elapsed()) return session.close('try_again')
    byDevice.get(deviceId)?.close('replaced')
    byDevice.set(deviceId, session)
    visits.began(session.storeId(), deviceId)
    node?.joined(deviceId)
  }

  function revoke(deviceId: string): void {
    revoked.add(deviceId)
    byDevice.get(deviceId)?.close('revoked')
    for (const [socket, id] of legacyDevices) if (id === deviceId) socket.close(CLOSE.revoked.code, 'revoked')
  }

  function closeAllOf(storeId: string, why: CloseName = 'restart'): void {
    for (const session of byDevice.values()) if (session.storeId() === storeId) session.close(why)
  }

  function passStruck(storeId: string, orderId: number, stored: string): void {
    if (hub.hears(storeId)) hub.pass(storeId, textFrame(JSON.stringify({ op: 'struck', orderId, ...struckOf(stored) })))
  }

  function left(session: Session): void {
    open.delete(session)
    if (byDevice.get(session.deviceId()) !== session) return
    byDevice.delete(session.deviceId())
    visits.ended(session.deviceId(), session.why)
    node?.left(session.deviceId())
  }

  function openLegacy(socket: WebSocket, token: string, place: Place): void {
    const close = (reason: CloseName) => socket.close(CLOSE[reason].code, reason)
    // The token stands in the address: it is looked up at once, and is this endpoint's hello.
    place.keep()
    place.belongTo({ cut: () => socket.terminate() })
    const legacy = { check: createLiveness(socket, ctx.clock), close }
    open.add(legacy)
    const joinedLegacy = (deviceId: string) => {
      if (revoked.has(deviceId)) close('revoked')
      else legacyDevices.set(socket, deviceId)
    }
    const serving = serveLegacy(socket, token, { ...deps, logAccess, joined: joinedLegacy }).catch((error: unknown) => {
      ctx.logger.error({ err: error }, 'the bare endpoint failed')
      socket.terminate()
      return () => {}
    })
    void serving.then(() => {
      if (legacyDevices.has(socket)) place.prove()
      else place.yield(ctx.clock.elapsed())
    })
    socket.on('close', async () => {
      place.leave()
      open.delete(legacy)
      legacyDevices.delete(socket)
      const stop = await serving
      stop()
    })
  }

  return {
    attach: (server) => void server.on('upgrade', upgrade),
    isConnected: (deviceId) => byDevice.has(deviceId),
    connections: () => open.size,
    places: () => places.counts(),
    revoke,
    greetAgain: node === undefined ? (storeId) => closeAllOf(storeId) : () => {},
    keepOut(storeId, forMs) {
      keptOut.set(storeId, ctx.clock.elapsed() + forMs)
      closeAllOf(storeId, 'try_again')
    },
    tellStruck: node === undefined ? passStruck : () => {},
    hear(news) {
      if (news.topic === 'revoked') revoke(news.deviceId)
      else if (news.topic === 'store') closeAllOf(news.storeId)
      else if (news.topic === 'struck') passStruck(news.storeId, news.orderId, news.struck)
      else if (node?.hasLost(news)) byDevice.get(news.deviceId)?.close('replaced')
    },
    check() {
      for (const session of open) session.check()
      for (const [storeId, until] of keptOut) if (until <= ctx.clock.elapsed()) keptOut.delete(storeId)
      places.check(ctx.clock.elapsed())
      tellTurnedAway()
    },
    async close() {
      stopping = true
      const all = [...open]
      for (let i = 0; i < all.length; i += STOP_BATCH) {
        if (i > 0) await new Promise<void>((resolve) => ctx.clock.after(STOP_PAUSE_MS, resolve))
        for (const session of all.slice(i, i + STOP_BATCH)) session.close('restart')
      }
      wss.close()
    },
  }
}

function refuseVersion(socket: WebSocket, place: Place): void {
  place.belongTo({ cut: () => socket.terminate() })
  socket.on('close', () => place.leave())
  socket.close(CLOSE.version.code, 'version')
}

function ignore(): void {}

function refuse(stream: Duplex, status: string): void {
  stream.on('error', () => stream.destroy())
  // A peer that keeps its half open would hold the socket, and the server's stop, for ever.
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => stream.destroy())
}

/** Makes the function that logs, once a minute at most, what was turned away: a line for each would be a flood too. */
function createTurnedAwayLog(ctx: Context, places: Places): () => void {
  const mayLog = createLogBudget(ctx.clock, 1)
  let told = places.counts()
  return () => {
    const now = places.counts()
    const refused = now.refused - told.refused
    const cut = now.cutForRoom + now.cutForShare - told.cutForRoom - told.cutForShare
    if (refused + cut === 0 || mayLog('turned away') === undefined) return
    told = now
    const { taken, silent } = now
    ctx.logger.warn({ refused, cut, taken, silent }, 'connections were turned away')
  }
}
