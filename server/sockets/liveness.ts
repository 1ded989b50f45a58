import type { WebSocket } from 'ws'
import type { Clock } from '../../shared/clock.ts'
import { HEARTBEAT_MS, SILENCE_MS } from '../../shared/protocol/limits.ts'

/**
 * Pings a peer that has nothing to say, and lets go of one that does not answer: without it, a connection whose other
 * end has vanished stays open for ever. To be called once a second.
 */
export function createLiveness(socket: WebSocket, clock: Clock): () => void {
  let heardAt = clock.elapsed()
  let pingedAt = heardAt
  socket.on('pong', () => {
    heardAt = clock.elapsed()
  })
  return () => {
    const now = clock.elapsed()
    if (now - heardAt >= SILENCE_MS) return socket.terminate()
    if (now - pingedAt < HEARTBEAT_MS) return
    pingedAt = now
    socket.ping()
  }
}
