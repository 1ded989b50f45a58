import type { Place } from './places.ts'
import type { Stream } from './send-buffer.ts'
import type { SocketEnd } from './session-socket.ts'

/** The parts of one connection. */
export interface Connection {
  socket: SocketEnd
  /** The stream under `socket`. */
  stream: Stream
  place: Pick<Place, 'keep' | 'prove' | 'yield' | 'leave'>
}
