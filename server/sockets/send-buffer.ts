import type { Writable } from 'node:stream'
import type { WebSocket } from 'ws'
import { MAX_BUFFERED_BYTES } from '../../shared/protocol/limits.ts'
import { textFrame } from './text-frame.ts'

/** The connection under a WebSocket: everything written between `cork` and `uncork` leaves in one packet. */
export type Stream = Pick<Writable, 'cork' | 'uncork' | 'writableCorked' | 'write'> & {
  once(event: 'drain', listener: () => void): unknown
}

/**
 * The sending side of one WebSocket, with a bound: a stream itself buffers whatever it is given (I14). Frames sent in the
 * same tick share one write to the socket, which costs more than all else about a frame. Frames are written past `ws`,
 * which would make each of them anew; it sends the control frames, and holds nothing back while nothing is compressed.
 *
 * A class, as all that exists once for each of ten thousand connections: a closure a method would be kilobytes each.
 */
export class SendBuffer {
  readonly #socket: Pick<WebSocket, 'readyState' | 'OPEN' | 'bufferedAmount'>
  readonly #stream: Stream
  #onDrained: (() => void) | undefined

  constructor(socket: Pick<WebSocket, 'readyState' | 'OPEN' | 'bufferedAmount'>, stream: Stream) {
    this.#socket = socket
    this.#stream = stream
  }

  /** Sends a frame as JSON. */
  send(frame: object): void {
    this.sendText(JSON.stringify(frame))
  }

  /** Sends a text. */
  sendText(text: string): void {
    this.sendFrame(textFrame(text))
  }

  /** Sends the bytes of a finished frame. Does nothing on a socket that is not open. */
  sendFrame(frame: Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#stream.writableCorked === 0) {
      this.#stream.cork()
      process.nextTick(uncork, this.#stream)
    }
    this.#stream.write(frame)
  }

  /** Whether MAX_BUFFERED_BYTES or more wait. If so, `onDrained` is called once when all of it has left. */
  congested(onDrained: () => void): boolean {
    if (this.#socket.bufferedAmount < MAX_BUFFERED_BYTES) return false
    if (this.#onDrained === undefined) this.#stream.once('drain', () => this.release())
    this.#onDrained = onDrained
    return true
  }

  /** Resolves when the buffer is not congested, or was released. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.congested(resolve)) resolve()
    })
  }

  /** Calls the function that waits for the buffer to drain: the buffer has drained, or the connection has ended. */
  release(): void {
    const onDrained = this.#onDrained
    this.#onDrained = undefined
    onDrained?.()
  }
}

function uncork(stream: Stream): void {
  stream.uncork()
}
