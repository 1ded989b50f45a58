import type { ClientFrame } from '../../../../shared/protocol/frames.ts'
import { MAX_FRAME_BYTES, SOCKET_PATH, SUBPROTOCOL } from '../../../../shared/protocol/limits.ts'
import { serverAddress } from '../../../../shared/server-address.ts'
import type { SocketClass } from './socket-class.ts'

/** One connection. Nothing is heard of it after `drop`. */
export interface SocketLink {
  send(frame: ClientFrame): void
  drop(code?: number): void
}

const OPEN = 1
/** The code of an end without a close frame (RFC 6455 §7.1.5). */
export const NO_CLOSE_FRAME = 1006

/** Opens a connection to the socket of a server; failures come as `closed`. */
export function openSocket(
  { url, WebSocket }: { url: string; WebSocket: SocketClass },
  heard: { opened(): void; text(text: string): void; closed(code: number, reason: string): void },
): SocketLink {
  let dropped = false
  const hear =
    <A extends unknown[]>(handle: (...args: A) => void) =>
    (...args: A) => {
      if (!dropped) handle(...args)
    }
  const end = hear((code: number, reason: string) => {
    dropped = true
    heard.closed(code, reason)
  })
  const socket = new WebSocket(`${serverAddress(new URL(url)).replace(/^http/, 'ws')}${SOCKET_PATH}`, SUBPROTOCOL)
  socket.addEventListener('open', hear(heard.opened))
  socket.addEventListener(
    'message',
    // What is binary or too large is a bad frame, as an empty text is.
    hear(({ data }) => heard.text(typeof data === 'string' && data.length <= MAX_FRAME_BYTES ? data : '')),
  )
  socket.addEventListener('close', ({ code, reason }) => end(code, reason))
  socket.addEventListener('error', () => {})
  return {
    send(frame) {
      if (!dropped && socket.readyState === OPEN) socket.send(JSON.stringify(frame))
    },
    drop(code) {
      dropped = true
      socket.close(code)
    },
  }
}
