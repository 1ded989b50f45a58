import type { ReminderFrame, ServerFrame, SnapshotFrame } from '../../../shared/protocol/frames.ts'
import { helloFrame, type Link, openLink, WENT_WELL } from '../../support/reminder-link.ts'
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

const HANDSHAKE_MS = 60_000

export function createBareDevice(options: BareDeviceOptions): BareDevice {
  const { token, journal, acks = true } = options
  let { cursor, seq }: Position = options.from ?? { cursor: null, seq: 0 }
  let link: Link | undefined
  let synced: number | undefined
  let parts: SnapshotFrame[] = []
  let flushing = false
  const watchers = new Set<() => void>()
  const look = () => {
    for (const watcher of watchers) watcher()
  }

  journal.append({ t: 'start', cursor, seq })

  async function hello(mine: Link): Promise<void> {
    const shown = options.forge === undefined ? cursor : await options.forge(cursor)
    if (mine === link) mine.send(helloFrame(token, shown))
  }

  function received(frame: ServerFrame): void {
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
    if ('type' in frame) link?.send({ op: 'announced', id: frame.id, n: frame.n, outcome: WENT_WELL })
    flushSoon()
  }

  /** One sync and one ack for what came in one go: an ack says that everything up to it is on disk. */
  function flushSoon(): void {
    if (flushing || !acks) return
    flushing = true
    setImmediate(() => {
      flushing = false
      journal.sync()
      link?.send({ op: 'ack', seq })
    })
  }

  return {
    position: () => ({ cursor, seq }),
    async connect(url) {
      const mine = openLink(url, {
        handshakeTimeout: HANDSHAKE_MS,
        received: (frame) => mine === link && received(frame),
      })
      link = mine
      synced = undefined
      mine.socket.on('open', () => void hello(mine))
      const { code } = await mine.closed
      journal.append({ t: 'end', code })
      if (mine === link) link = undefined
      look()
      return code
    },
    until(reached) {
      return new Promise((resolve) => {
        const watcher = () => {
          if (!reached({ seq, synced, connected: link !== undefined })) return
          watchers.delete(watcher)
          resolve()
        }
        watchers.add(watcher)
        watcher()
      })
    },
    drained: () =>
      new Promise((resolve, reject) => {
        if (link === undefined) return reject(new Error('there is no connection'))
        link.socket.once('pong', () => resolve())
        link.socket.ping()
      }),
    disconnect() {
      const mine = link
      link = undefined
      mine?.socket.terminate()
    },
  }
}
