import type { WebSocket } from 'ws'
import type { Clock } from '../../shared/clock.ts'
import { HEARTBEAT_MS, SILENCE_MS } from '../../shared/protocol/limits.ts'

/**
 * Makes the check of a peer that sends no frames: it pings, and terminates the socket of a peer that does not answer.
 * Without it, a connection whose other end has vanished stays open for ever. The check has to be called once a second.
 */
export function createLiveness(socket: WebSocket, clock: Clock): () => void {
  let answeredAt = clock.elapsed()
  let pingedAt = answeredAt
  socket.on('pong', () => {
    answeredAt = clock.elapsed()
  })
  return () => {
    const now = clock.elapsed()
    if (now - answeredAt >= SILENCE_MS) return socket.terminate()
    if (now - pingedAt < HEARTBEAT_MS) return
    pingedAt = now
    socket.ping()
  }
}
