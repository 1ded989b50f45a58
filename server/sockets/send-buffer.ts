import type { Writable } from 'node:stream'
import type { WebSocket } from 'ws'
import { MAX_BUFFERED_BYTES } from '../../shared/protocol/limits.ts'

/** The connection under a WebSocket: everything written between the two calls leaves in one packet. */
export type Corkable = Pick<Writable, 'cork' | 'uncork'>

/**
 * The sending side of one WebSocket, with a bound: `ws` itself buffers whatever it is given (I14). Frames sent in the
 * same tick share one write to the socket, which costs more than all else about a frame.
 *
 * A class, as all that exists once for each of ten thousand connections: a closure a method would be kilobytes each.
 */
export class SendBuffer {
  readonly #socket: WebSocket
  readonly #stream: Corkable
  #onDrained: (() => void) | undefined
  #corked = false

  constructor(socket: WebSocket, stream: Corkable) {
    this.#socket = socket
    this.#stream = stream
  }

  /** Sends a frame as JSON. */
  send(frame: object): void {
    this.sendText(JSON.stringify(frame))
  }

  /** Sends a finished frame. Does nothing on a socket that is not open. */
  sendText(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    this.#cork()
    this.#socket.send(text, () => {
      if (this.#onDrained !== undefined && !this.congested()) this.release()
    })
  }

  /** Whether MAX_BUFFERED_BYTES or more wait. If so, `onDrained` is called once when fewer do. */
  congested(onDrained?: () => void): boolean {
    if (this.#socket.bufferedAmount < MAX_BUFFERED_BYTES) return false
    if (onDrained !== undefined) this.#onDrained = onDrained
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

  #cork(): void {
    if (this.#corked) return
    this.#corked = true
    this.#stream.cork()
    process.nextTick(() => {
      this.#corked = false
      this.#stream.uncork()
    })
  }
}
