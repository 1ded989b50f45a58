import type { SocketEvents, Transport } from '../../../../desktop/core/ports.ts'
import type { ClientFrame, ClosedFrame, ReminderFrame, ServerFrame } from '../../../../shared/protocol/frames.ts'
import { WINDOW } from '../../../../shared/protocol/limits.ts'
import { parseClientFrame } from '../../../../shared/protocol/parse-frame.ts'
import { closedFrame, reminderFrame, snapshotFrame, welcomeFrame } from './frames.ts'

type LogFrame = ReminderFrame | ClosedFrame

/** What a test does to the next frame on the wire. */
export type WireFault = 'none' | 'twice' | 'lost' | 'swapped'

interface Connection {
  events: SocketEvents
  /** On the wire to the client. `open` is the handshake. */
  wire: (ServerFrame | 'open')[]
  greeted: boolean
  sent: number
  acked: number
  synced: boolean
}

/**
 * A store's log and one pump, as DESIGN.md §5 describes them, in memory, with a wire between it and the client that a
 * test can spoil frame by frame.
 */
export function createModelServer(hooks: { now(): number; acked(ack: { seq: number; cursor: string }): void }) {
  let epoch = 1
  let log: LogFrame[] = []
  /** The logs of all epochs: what a device has stored may be of a history that was undone since. */
  const histories = new Map<number, LogFrame[]>([[epoch, log]])
  let ids = 0
  let connection: Connection | undefined

  const head = () => log.length
  const cursorAt = (seq: number) => `${epoch}.${seq}`

  function open(entries = log): ReminderFrame[] {
    const byId = new Map<string, ReminderFrame>()
    for (const frame of entries) {
      if ('type' in frame) byId.set(frame.id, frame)
      else byId.delete(frame.id)
    }
    return [...byId.values()]
  }

  function append(frame: (seq: number, cursor: string) => LogFrame): void {
    const seq = head() + 1
    log.push(frame(seq, cursorAt(seq)))
    if (connection !== undefined) pump(connection)
  }

  function pump(to: Connection): void {
    if (!to.greeted) return
    while (to.sent < head() && to.sent - to.acked < WINDOW) {
      const frame = log[to.sent++]
      if (frame !== undefined) to.wire.push(frame)
    }
    if (to.sent < head() || to.synced) return
    to.synced = true
    to.wire.push({ op: 'synced', head: head() })
  }

  function receive(from: Connection, frame: ClientFrame): void {
    if (frame.op === 'hello') greet(from, frame.cursor)
    if (frame.op === 'ack') {
      hooks.acked({ seq: frame.seq, cursor: cursorAt(frame.seq) })
      from.acked = Math.max(from.acked, frame.seq)
      pump(from)
    }
    if (frame.op === 'sync') {
      Object.assign(from, { sent: from.acked, synced: false })
      pump(from)
    }
  }

  function greet(to: Connection, cursor: string | null): void {
    const [theirs, seq] = (cursor ?? '0.0').split('.').map(Number) as [number, number]
    const resumed = cursor !== null && theirs === epoch && seq <= head()
    const from = resumed ? seq : head()
    Object.assign(to, { greeted: true, sent: from, acked: from, synced: false })
    to.wire.push(welcomeFrame({ head: head(), resumed, now: hooks.now() }))
    if (!resumed) to.wire.push(...snapshot(from))
    pump(to)
  }

  function snapshot(seq: number): ServerFrame[] {
    const all = open()
    const middle = Math.ceil(all.length / 2)
    const cursor = cursorAt(seq)
    return [
      snapshotFrame({ seq, cursor, part: 1, last: false, open: all.slice(0, middle) }),
      snapshotFrame({ seq, cursor, part: 2, last: true, open: all.slice(middle) }),
    ]
  }

  function end(code: number): void {
    const events = connection?.events
    connection = undefined
    events?.close(code)
  }

  const transport: Transport = {
    connect(_url, _subprotocol, events) {
      const mine: Connection = { events, wire: ['open'], greeted: false, sent: 0, acked: 0, synced: false }
      connection = mine
      const gone = () => {
        if (connection === mine) connection = undefined
      }
      return {
        send(text) {
          if (connection !== mine) throw new Error('the socket is closed')
          const parsed = parseClientFrame(text)
          if (!('ok' in parsed)) throw new Error(`the client sent a bad frame: ${text}`)
          receive(mine, parsed.ok)
        },
        close: gone,
        terminate: gone,
      }
    },
  }

  return {
    transport,
    open: () => open(),
    /** What was open at a cursor of any epoch; nothing at none. */
    openAt(cursor: string | null) {
      const [of, seq] = (cursor ?? '0.0').split('.').map(Number) as [number, number]
      return open(histories.get(of)?.slice(0, seq) ?? [])
    },
    head,
    cursor: () => cursorAt(head()),
    remind() {
      const id = `e${epoch}-${++ids}`
      append((seq, cursor) => reminderFrame({ seq, cursor, id, orderId: ids }))
    },
    repeat(pick: number) {
      const chosen = open()[pick % Math.max(1, open().length)]
      if (chosen !== undefined) append((seq, cursor) => ({ ...chosen, seq, cursor, n: chosen.n + 1 }))
    },
    close(pick: number) {
      const chosen = open()[pick % Math.max(1, open().length)]
      if (chosen !== undefined) append((seq, cursor) => closedFrame({ seq, cursor, id: chosen.id }))
    },
    /** A backup is restored: the end of the log never was, and another history begins. */
    restore(keep: number) {
      log = log.slice(0, keep % (head() + 1))
      epoch++
      histories.set(epoch, log)
      end(1012)
    },
    heartbeat() {
      if (connection?.greeted === true) connection.wire.push({ op: 'heartbeat', head: head(), now: hooks.now() })
    },
    disconnect: end,
    /** The process at the other end has died: its socket falls silent. */
    forget() {
      connection = undefined
    },
    /** Brings the next frame to the client, or does not. False when the wire is empty. */
    deliver(fault: WireFault = 'none'): boolean {
      const wire = connection?.wire ?? []
      const [first, second] = wire
      if (connection === undefined || first === undefined) return false
      const { events } = connection
      wire.shift()
      if (first === 'open') {
        events.open()
      } else if (fault === 'swapped' && second !== undefined && second !== 'open') {
        wire[0] = first
        events.message(JSON.stringify(second))
      } else if (fault !== 'lost') {
        events.message(JSON.stringify(first))
        if (fault === 'twice') events.message(JSON.stringify(first))
      }
      return true
    },
  }
}
