import type { Writable } from 'node:stream'
import type { WebSocket } from 'ws'
import { MAX_BUFFERED_BYTES } from '../../shared/protocol/limits.ts'

/** The sending side of a WebSocket that knows when to stop: `ws` itself buffers without a bound (I14). */
export interface Outgoing {
  send(frame: object): void
  sendText(text: string): void
  /** Too much waits already. `then`, if given, is called once when there is room again. */
  congested(then?: () => void): boolean
  /** Resolves at once, or when there is room again, or when the connection has ended. */
  room(): Promise<void>
  /** Lets everybody who waits for room go. */
  end(): void
}

/** What is written between the two leaves together. */
export type Corkable = Pick<Writable, 'cork' | 'uncork'>

/** Frames that are sent in the same breath share one write: it is what costs most about them. */
export function createOutgoing(socket: WebSocket, stream: Corkable): Outgoing {
  let waiting: (() => void) | undefined
  let corked = false

  // Methods of one object, as in session.ts.
  const out = {
    send(frame: object): void {
      out.sendText(JSON.stringify(frame))
    },
    sendText(text: string): void {
      if (socket.readyState !== socket.OPEN) return
      out.cork()
      socket.send(text, () => {
        if (waiting !== undefined && !out.congested()) out.end()
      })
    },
    cork(): void {
      if (corked) return
      corked = true
      stream.cork()
      process.nextTick(out.uncork)
    },
    uncork(): void {
      corked = false
      stream.uncork()
    },
    congested(then?: () => void): boolean {
      if (socket.bufferedAmount < MAX_BUFFERED_BYTES) return false
      if (then !== undefined) waiting = then
      return true
    },
    room(): Promise<void> {
      return new Promise((resolve) => {
        if (!out.congested(resolve)) resolve()
      })
    },
    end(): void {
      const go = waiting
      waiting = undefined
      go?.()
    },
  }
  return out
}
