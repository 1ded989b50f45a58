import { WebSocket } from 'ws'
import { MAX_FRAME_BYTES } from '../../shared/protocol/limits.ts'
import type { Transport } from '../core/ports.ts'

/** The limit for the handshake; a slower server is as good as away. */
const HANDSHAKE_MS = 15_000

/** Connects by WebSocket on hosts that run on Node. */
export function createWsTransport(): Transport {
  return {
    connect(url, subprotocol, events) {
      const socket = new WebSocket(url, [subprotocol], {
        maxPayload: MAX_FRAME_BYTES,
        perMessageDeflate: false,
        handshakeTimeout: HANDSHAKE_MS,
      })
      socket.on('open', events.open)
      socket.on('message', (data, isBinary) => {
        if (isBinary) socket.close(1003)
        else events.message(data.toString())
      })
      socket.on('error', events.error)
      socket.on('unexpected-response', (_request, response) => {
        events.error(handshakeAnswered(response.statusCode ?? 0))
        response.destroy()
        socket.terminate()
      })
      socket.on('close', (code) => events.close(code))
      return {
        send: (text) => socket.send(text),
        close: (code, reason) => socket.close(code, reason),
        terminate: () => socket.terminate(),
      }
    },
  }
}

/** A handshake that was answered by plain HTTP: by the server, or by something in between. */
function handshakeAnswered(handshakeStatus: number): Error {
  return Object.assign(new Error(`the handshake was answered with the status ${handshakeStatus}`), { handshakeStatus })
}
