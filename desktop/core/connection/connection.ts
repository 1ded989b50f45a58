import type { Clock } from '../../../shared/clock.ts'
import { CAPABILITIES } from '../../../shared/protocol/capabilities.ts'
import { CLOSE, closeName, retryPolicy } from '../../../shared/protocol/close-codes.ts'
import type { ClientFrame, Hello, ServerFrame, StruckFrame, WelcomeFrame } from '../../../shared/protocol/frames.ts'
import {
  MAX_FRAME_BYTES,
  PROTOCOL_VERSION,
  SPREAD_MS,
  STABLE_MS,
  SUBPROTOCOL,
} from '../../../shared/protocol/limits.ts'
import { parseServerFrame } from '../../../shared/protocol/parse-frame.ts'
import type { Inbox } from '../inbox/inbox.ts'
import type { LinkProbe, Logger, Random, Socket, Transport } from '../ports.ts'
import { createLagWatch } from './lag-watch.ts'
import type { Link, Phase } from './link.ts'
import { createLinkDiagnosis } from './link-diagnosis.ts'
import { createLiveness, LOOK_MS } from './liveness.ts'
import { createReconnectDelay } from './reconnect-delay.ts'

/** The longest time from the beginning of an attempt to `welcome`: name lookup, TLS, and the admission of hellos. */
export const WELCOME_LIMIT_MS = 15_000
/** The longest pause between two entries of a catch-up. */
export const CATCH_UP_PAUSE_MS = 30_000
/**
 * The close code of a socket that ends without a close frame (RFC 6455 §7.1.5); also used for ends of our own making.
 */
const NO_CLOSE_FRAME = 1006

export type { Link, Phase }

export interface Connection {
  start(): void
  stop(): void
  /**
   * Begins a new attempt at once, whatever the socket says: the host woke up, or is online again. Not after a refusal.
   */
  reconnectNow(reason: string): void
  link(): Link
  /**
   * The server's wall clock, milliseconds: the last reading, carried on by this device's clock, which may be hours off.
   */
  serverNow(): number
  /** The server's own faults, as it told last; none while it cannot be heard. */
  serverFaults(): readonly string[]
}

/** The part of the inbox that takes the entries of the log. */
export type EntryReader = Pick<Inbox, 'cursor' | 'seq' | 'welcome' | 'apply' | 'inSync' | 'disconnected'>

/**
 * Keeps one socket to the server, for ever: after every end, a clean close too, the next attempt is planned, unless the
 * close code's retry policy is `never`. Failures of the transport are logged, never thrown.
 *
 * I7: a dead link is noticed (silence, clock jump, lag behind the head) and replaced in bounded time.
 * I5: frames of an abandoned socket are dropped.
 */
export function createConnection(deps: {
  transport: Transport
  clock: Clock
  random: Random
  log: Logger
  url: string
  identity: Pick<Hello, 'token' | 'device'>
  reader: EntryReader
  /** Finds the reason of a failure that no close code tells; absent: this host cannot. */
  probe?: LinkProbe | undefined
  /** Called when `link()` has changed. */
  changed(): void
  /** Called with each `welcome`. */
  welcomed(frame: WelcomeFrame): void
  struck?(frame: StruckFrame): void
}): Connection {
  const { clock, log, reader } = deps
  const delay = createReconnectDelay(deps.random)
  const liveness = createLiveness(clock)
  const lag = createLagWatch({
    clock,
    position: reader.seq,
    ask: () => send({ op: 'sync' }),
    giveUp: () => lost(NO_CLOSE_FRAME, 'the server does not fill a gap'),
  })
  const diagnosis = createLinkDiagnosis({ clock, probe: deps.probe, changed: () => deps.changed() })

  let link: Link = { phase: 'stopped', since: clock.now(), failures: 0 }
  let socket: Socket | undefined
  /** The number of attempts; events of all but the latest are dropped. */
  let attempt = 0
  let spreadMs = SPREAD_MS
  let retryMs: number | undefined
  let syncedHead: number | undefined
  /** The last error of the present socket. */
  let socketError: unknown
  let serverAhead = 0
  let serverFaults: readonly string[] = []
  /** Each phase has one timer at most. */
  let cancelTimer = () => {}
  let cancelLooks = () => {}

  function enter(phase: Phase, more: Partial<Link> = {}, timer?: { ms: number; task: () => void }): void {
    cancelTimer()
    cancelTimer = timer === undefined ? () => {} : clock.after(timer.ms, timer.task)
    const moved = (phase === 'in_sync') !== (link.phase === 'in_sync')
    link = { phase, since: moved ? clock.now() : link.since, failures: link.failures, ...more }
    deps.changed()
  }

  function connect(): void {
    const mine = ++attempt
    const ifMine =
      <A extends unknown[]>(handle: (...args: A) => void) =>
      (...args: A) => {
        if (mine === attempt) handle(...args)
      }
    retryMs = undefined
    syncedHead = undefined
    socketError = undefined
    liveness.markAlive()
    enter('connecting', {}, { ms: WELCOME_LIMIT_MS, task: () => lost(NO_CLOSE_FRAME, 'no welcome in time') })
    if (mine !== attempt) return // `changed` has stopped this connection
    try {
      socket = deps.transport.connect(deps.url, SUBPROTOCOL, {
        open: ifMine(sayHello),
        message: ifMine(receive),
        close: ifMine((code: number) => lost(code, 'closed')),
        error: ifMine((error: unknown) => {
          socketError ??= error
          log.warn('the socket reports an error', { error: String(error) })
        }),
      })
    } catch (error) {
      socketError = error
      lost(NO_CLOSE_FRAME, String(error))
    }
  }

  function sayHello(): void {
    send({ op: 'hello', v: PROTOCOL_VERSION, ...deps.identity, cursor: reader.cursor(), can: [...CAPABILITIES] })
  }

  function receive(text: string): void {
    if (liveness.jumped()) return reconnectNow('clock_jump')
    if (liveness.silent()) return reconnectNow('silence')
    liveness.markAlive()
    const parsed = text.length > MAX_FRAME_BYTES ? { bad: 'too big' } : parseServerFrame(text)
    if ('ok' in parsed) handle(parsed.ok)
    else if ('passed' in parsed) read(parsed.passed)
    else if ('bad' in parsed) refuse(parsed.bad)
    else log.info('a frame of an unknown kind is ignored', { op: parsed.ignored })
  }

  function handle(frame: ServerFrame): void {
    if ('type' in frame || frame.op === 'snapshot' || frame.op === 'closed') return read(frame)
    switch (frame.op) {
      case 'claimed':
      case 'intake':
        return read(frame)
      case 'struck':
        return deps.struck?.(frame)
      case 'welcome':
        return welcome(frame)
      case 'synced':
        syncedHead = frame.head
        lag.head(frame.head)
        return checkSynced()
      case 'heartbeat':
        hear(frame)
        if (link.phase === 'in_sync') lag.head(frame.head)
        return
      case 'error':
        log.warn('the server reports an error', { code: frame.code, message: frame.message })
        retryMs = frame.retryMs
    }
  }

  function welcome(frame: WelcomeFrame): void {
    if (link.phase !== 'connecting') return refuse('welcome twice')
    spreadMs = frame.spreadMs
    hear(frame)
    deps.welcomed(frame)
    reader.welcome(frame, send)
    catchUp()
  }

  function hear({ now, faults = [] }: Pick<WelcomeFrame, 'now' | 'faults'>): void {
    serverAhead = now - clock.now()
    const changed = faults.join() !== serverFaults.join()
    serverFaults = faults
    if (changed) deps.changed()
  }

  /** Starts the timer anew at every entry: a catch-up may take long, but not without progress. */
  function catchUp(): void {
    const timer = { ms: CATCH_UP_PAUSE_MS, task: () => lost(NO_CLOSE_FRAME, 'the catch-up stands still') }
    enter('catching_up', {}, timer)
  }

  function read(frame: Parameters<EntryReader['apply']>[0]): void {
    if (!isWelcome()) return refuse('log before welcome')
    const verdict = reader.apply(frame)
    if (verdict === 'bad') return refuse('snapshot parts do not fit')
    if (verdict === 'gap') return lag.gap(frame.seq)
    if (link.phase === 'catching_up') catchUp()
    checkSynced()
  }

  /** Enters `in_sync` once the entries up to the head of `synced` are applied. */
  function checkSynced(): void {
    if (link.phase !== 'catching_up' || syncedHead === undefined || reader.seq() < syncedHead) return
    diagnosis.rest()
    enter('in_sync', { failures: 0 }, { ms: STABLE_MS, task: delay.reset })
    reader.inSync()
  }

  function isWelcome(): boolean {
    return link.phase === 'catching_up' || link.phase === 'in_sync'
  }

  /** Ends the link after a bad frame; the retry policy leaves the server alone for a while. */
  function refuse(reason: string): void {
    log.error('a bad frame from the server', { reason })
    try {
      socket?.close(CLOSE.bad_frame.code, 'bad_frame')
    } catch {}
    socket = undefined
    lost(CLOSE.bad_frame.code, 'bad frame')
  }

  function lost(code: number, reason: string): void {
    const policy = retryPolicy(code)
    log.warn('the link is lost', { code, name: closeName(code), reason })
    const failures = link.failures + (link.phase === 'in_sync' && policy === 'now' ? 0 : 1)
    if (failures > 0) diagnosis.failed({ code, error: socketError, welcomed: isWelcome() })
    abandon()
    const name = closeName(code)
    if (policy === 'never') return enter('refused', { failures, ...(name !== undefined && { refused: name }) })
    enter('waiting', { failures }, { ms: delay.next(policy, { spreadMs, retryMs }), task: connect })
  }

  function abandon(): void {
    attempt++
    lag.rest()
    try {
      socket?.terminate()
    } catch {}
    socket = undefined
    reader.disconnected()
  }

  function send(frame: ClientFrame): boolean {
    if (socket === undefined) return false
    try {
      socket.send(JSON.stringify(frame))
      return true
    } catch (error) {
      log.warn('a frame could not be sent', { op: frame.op, error: String(error) })
      return false
    }
  }

  function reconnectNow(reason: string): void {
    if (link.phase === 'stopped' || link.phase === 'refused') return
    log.info('reconnecting at once', { reason })
    diagnosis.hurry()
    abandon()
    connect()
  }

  function look(): void {
    if (liveness.jumped()) reconnectNow('clock_jump')
    else if (socket !== undefined && liveness.silent()) lost(NO_CLOSE_FRAME, 'silence')
  }

  return {
    start() {
      if (link.phase !== 'stopped' && link.phase !== 'refused') return
      cancelLooks()
      cancelLooks = clock.every(LOOK_MS, look)
      liveness.jumped()
      connect()
    },
    stop() {
      cancelLooks()
      try {
        socket?.close(1000, 'bye')
      } catch {}
      socket = undefined
      diagnosis.rest()
      abandon()
      enter('stopped')
    },
    reconnectNow,
    link() {
      const fault = diagnosis.fault()
      return fault === undefined ? link : { ...link, fault }
    },
    serverNow: () => clock.now() + serverAhead,
    serverFaults: () => (isWelcome() ? serverFaults : []),
  }
}
