import { EventEmitter } from 'node:events'
import type { SocketEvents, Transport } from '../../../desktop/core/ports.ts'
import type { SocketSession } from '../../../server/sockets/session-socket.ts'

/** One connection, both ends in memory. Frames move only when `deliver` is called, in order, as TCP would. */
export interface Wire {
  /** Moves what is on the way; true if anything moved. */
  deliver(): boolean
  /** The connection breaks: what is on the way is lost, both ends hear 1006. */
  cut(): void
  /** While stalled nothing moves, and nobody is told: a half-open connection. */
  stalled: boolean
  open: boolean
  /** The most bytes that ever waited for the device. */
  mostBuffered(): number
}

/** What a `Session` uses of a WebSocket and of the stream under it. */
export class ServerEnd extends EventEmitter {
  readonly OPEN = 1 as const
  readyState: 0 | 1 | 2 | 3 = 1
  bufferedAmount = 0
  readonly writableCorked = 1
  session: SocketSession | undefined
  readonly onSend: (text: string) => void
  readonly onClose: (code: number) => void
  /** Breaks the connection: what is on the way is lost, both ends hear 1006. */
  readonly cut: () => void

  constructor(on: Pick<ServerEnd, 'onSend' | 'onClose' | 'cut'>) {
    super()
    this.onSend = on.onSend
    this.onClose = on.onClose
    this.cut = on.cut
  }

  write(frame: Buffer): boolean {
    this.onSend(textOf(frame))
    return true
  }

  cork(): void {}

  uncork(): void {}

  belongTo(session: SocketSession): void {
    this.session = session
  }

  ping(): void {
    this.session?.noteReceived()
  }

  close(code: number): void {
    this.onClose(code)
  }

  terminate(): void {
    this.onClose(1006)
  }
}

/**
 * A transport whose far end is given to `accept`; what that returns is called when the connection has ended. Each
 * connection made is pushed to `wires`. `reachable` false: attempts fail.
 */
export function createWireTransport(deps: {
  reachable(): boolean
  accept(socket: ServerEnd): () => void
  wires: Wire[]
}): Transport {
  return {
    connect(_url, _subprotocol, events) {
      const wire = deps.reachable() ? connectWire(events, deps.accept) : deadWire(events)
      deps.wires.push(wire.wire)
      return wire.socket
    },
  }
}

function connectWire(events: SocketEvents, accept: (socket: ServerEnd) => () => void) {
  let opened = false
  let most = 0
  let toClient: string[] = []
  let toServer: string[] = []
  let closing: number | undefined

  const end = new ServerEnd({
    onSend(text) {
      toClient.push(text)
      end.bufferedAmount += Buffer.byteLength(text)
      most = Math.max(most, end.bufferedAmount)
    },
    onClose(code) {
      closing ??= code
      end.readyState = 2
      ended()
    },
    cut: () => finish(1006),
  })
  const ended = once(accept(end))

  const wire: Wire = {
    stalled: false,
    open: true,
    mostBuffered: () => most,
    deliver() {
      if (!wire.open || wire.stalled) return false
      const idle = opened && toClient.length === 0 && toServer.length === 0 && closing === undefined
      if (idle) return false
      if (!opened) {
        opened = true
        events.open()
      }
      for (const text of toServer.splice(0)) end.session?.receive(text)
      for (const text of toClient.splice(0)) {
        if (!wire.open) break
        end.bufferedAmount -= Buffer.byteLength(text)
        if (end.bufferedAmount === 0) end.emit('drain')
        events.message(text)
      }
      if (closing !== undefined && wire.open && toClient.length === 0) finish(closing)
      return true
    },
    cut: () => finish(1006),
  }

  function finish(code: number): void {
    if (!wire.open) return
    wire.open = false
    toClient = []
    toServer = []
    end.readyState = 3
    end.bufferedAmount = 0
    ended()
    events.close(code)
  }

  return {
    wire,
    socket: {
      send(text: string) {
        if (wire.open) toServer.push(text)
      },
      close: () => finish(1000),
      terminate: () => finish(1006),
    },
  }
}

/** Reads the text of a frame as a server sends it: unmasked, at most 64 KiB (RFC 6455, 5.2). */
function textOf(frame: Buffer): string {
  const [, length = 0] = frame
  return frame.subarray(length < 126 ? 2 : 4).toString()
}

function deadWire(events: SocketEvents) {
  const wire: Wire = {
    stalled: false,
    open: true,
    mostBuffered: () => 0,
    deliver() {
      if (!wire.open) return false
      wire.cut()
      return true
    },
    cut() {
      if (!wire.open) return
      wire.open = false
      events.close(1006)
    },
  }
  return { wire, socket: { send() {}, close: wire.cut, terminate: wire.cut } }
}

function once(task: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    task()
  }
}
