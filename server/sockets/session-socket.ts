import { type RawData, WebSocket } from 'ws'

/** The session of a socket: whoever is told what happens on it. */
export interface SocketSession {
  /** Takes a frame of the peer: a text, or `undefined` for a binary one. */
  receive(text: string | undefined): void
  /** Notes a sign of life that is no frame. */
  noteReceived(): void
  /** Ends: the connection is gone. */
  gone(): void
}

/**
 * A WebSocket that knows its session. So the functions that listen are the same for all sockets, and find the session
 * at the socket: ten thousand connections with functions of their own held kilobytes each.
 */
export class SessionSocket extends WebSocket {
  session: SocketSession | undefined = undefined

  /** Tells `session`, and nobody else, what happens from now on. */
  belongTo(session: SocketSession): void {
    this.session = session
    this.on('message', onMessage)
    this.on('pong', onPong)
    this.on('close', onClose)
  }
}

/** The part of its socket that a session uses. */
export type SocketEnd = Pick<
  SessionSocket,
  'belongTo' | 'bufferedAmount' | 'close' | 'OPEN' | 'ping' | 'readyState' | 'terminate'
>

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  sessionOf(this)?.receive(isBinary ? undefined : data.toString())
}

function onPong(this: WebSocket): void {
  sessionOf(this)?.noteReceived()
}

function onClose(this: WebSocket): void {
  sessionOf(this)?.gone()
}

function sessionOf(socket: WebSocket): SocketSession | undefined {
  return socket instanceof SessionSocket ? socket.session : undefined
}
