import { WebSocket } from 'ws'
import type { ReminderFrame, ServerFrame, SnapshotFrame } from '../../../shared/protocol/frames.ts'
import { PROTOCOL_VERSION, SOCKET_PATH, SUBPROTOCOL } from '../../../shared/protocol/limits.ts'
import { parseServerFrame } from '../../../shared/protocol/parse-frame.ts'
import type { DeviceLine } from '../check/history.ts'

/** Where a device stands in its store's log. */
export interface Position {
  cursor: string | null
  seq: number
}

export interface BareDeviceOptions {
  token: string
  /** Writes down what happened, before anything follows from it. */
  journal: { append(line: DeviceLine): void; sync(): void }
  /** Where the journal of an earlier run ends. */
  from?: Position
  /** Default: true. Without it nothing is ever acknowledged. */
  acks?: boolean
  /** Called with every frame before it is looked at; true keeps it from being looked at. */
  intercept?(frame: ServerFrame): boolean
  /** Changes the cursor that a hello carries. */
  forge?(cursor: string | null): Promise<string | null>
}

/** A client of `reminder.v1` that keeps to the protocol and does nothing more: no sound, no screen, a journal. */
export interface BareDevice {
  position(): Position
  /** Connects, and resolves with the close code when that connection is over; 1006 too when there was none. */
  connect(url: string): Promise<number>
  /** Resolves when `reached` holds, which is looked at after every frame. */
  until(reached: (device: { seq: number; synced: number | undefined; connected: boolean }) => boolean): Promise<void>
  /** Resolves when everything that the server sent before this has been read. */
  drained(): Promise<void>
  disconnect(): void
}

const ANNOUNCED = { speech: 'ok', notification: 'none', dialog: 'ok' }

export function createBareDevice(options: BareDeviceOptions): BareDevice {
  const { token, journal, acks = true } = options
  let { cursor, seq }: Position = options.from ?? { cursor: null, seq: 0 }
  let socket: WebSocket | undefined
  let synced: number | undefined
  let parts: SnapshotFrame[] = []
  let flushing = false
  const watchers = new Set<() => void>()
  const look = () => {
    for (const watcher of watchers) watcher()
  }

  journal.append({ t: 'start', cursor, seq })

  function send(frame: object): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
  }

  async function hello(mine: WebSocket): Promise<void> {
    const shown = options.forge === undefined ? cursor : await options.forge(cursor)
    if (mine !== socket) return
    const device = { app: 'bare', version: '0', platform: 'test' }
    send({ op: 'hello', v: PROTOCOL_VERSION, token, device, cursor: shown })
  }

  function received(text: string): void {
    const parsed = parseServerFrame(text)
    if (!('ok' in parsed)) throw new Error(`the server sent a frame that is not one: ${JSON.stringify(parsed)}`)
    const frame = parsed.ok
    if (options.intercept?.(frame) === true) return
    if ('type' in frame || frame.op === 'closed') apply(frame)
    else if (frame.op === 'snapshot') collect(frame)
    else if (frame.op === 'welcome') {
      const { resumed, reason, head } = frame
      journal.append({ t: 'welcome', resumed, cursor, head, ...(reason !== undefined && { reason }) })
      parts = []
    } else if (frame.op === 'synced') {
      journal.append({ t: 'synced', head: frame.head })
      synced = frame.head
    }
    look()
  }

  function collect(frame: SnapshotFrame): void {
    parts.push(frame)
    if (!frame.last) return
    const open = parts.flatMap((part) => part.open).map(({ id, n }) => ({ id, n }))
    cursor = frame.cursor
    seq = frame.seq
    journal.append({ t: 'reset', seq, cursor, open })
    flushSoon()
  }

  function apply(frame: ReminderFrame | Extract<ServerFrame, { op: 'closed' }>): void {
    if (frame.seq !== seq + 1) return journal.append({ t: 'unexpected', seq: frame.seq, last: seq })
    cursor = frame.cursor
    seq = frame.seq
    const at = { t: 'apply' as const, seq, cursor, id: frame.id }
    journal.append(
      'type' in frame ? { ...at, what: 'remind', n: frame.n } : { ...at, what: 'close', state: frame.state },
    )
    if ('type' in frame) send({ op: 'announced', id: frame.id, n: frame.n, outcome: ANNOUNCED })
    flushSoon()
  }

  /** One sync and one ack for what came in one go: an ack says that everything up to it is on disk. */
  function flushSoon(): void {
    if (flushing || !acks) return
    flushing = true
    setImmediate(() => {
      flushing = false
      journal.sync()
      send({ op: 'ack', seq })
    })
  }

  return {
    position: () => ({ cursor, seq }),
    connect(url) {
      const mine = new WebSocket(new URL(SOCKET_PATH, url.replace(/^http/, 'ws')), [SUBPROTOCOL], {
        handshakeTimeout: 10_000,
      })
      socket = mine
      synced = undefined
      mine.on('open', () => void hello(mine))
      mine.on('message', (data) => mine === socket && received(data.toString()))
      mine.on('error', () => {})
      return new Promise((resolve) => {
        mine.on('close', (code) => {
          journal.append({ t: 'end', code })
          if (mine === socket) socket = undefined
          resolve(code)
          look()
        })
      })
    },
    until(reached) {
      return new Promise((resolve) => {
        const watcher = () => {
          if (!reached({ seq, synced, connected: socket !== undefined })) return
          watchers.delete(watcher)
          resolve()
        }
        watchers.add(watcher)
        watcher()
      })
    },
    drained: () =>
      new Promise((resolve, reject) => {
        if (socket === undefined) return reject(new Error('there is no connection'))
        socket.once('pong', () => resolve())
        socket.ping()
      }),
    disconnect() {
      const mine = socket
      socket = undefined
      mine?.terminate()
    },
  }
}
