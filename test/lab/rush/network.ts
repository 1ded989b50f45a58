import { WebSocket } from 'ws'
import type { Requester, SocketEvents, Transport } from '../../../desktop/core/ports.ts'
import { hostFetch } from '../../../desktop/core/rest/fetch.ts'
import { createRestClient } from '../../../desktop/core/rest/rest-client.ts'
import { MAX_FRAME_BYTES, SOCKET_PATH } from '../../../shared/protocol/limits.ts'
import { createCalls, type RealPart } from './real-parts.ts'

/** The network of one device: real sockets, and a cable that can be pulled. */
export interface Network extends RealPart {
  transport: Transport
  requester: Requester
  /** Cuts the device off: open sockets fall silent, new ones and requests fail at once. */
  cut(): void
  /** Ends that; what an open socket has kept arrives late, as TCP brings it. */
  mend(): void
  isCut(): boolean
}

/** RFC 6455 §7.1.5: no close frame came. */
const NO_CLOSE_FRAME = 1006

interface Line {
  socket: WebSocket
  /** Frames that were sent while the device was cut off. */
  held: string[]
}

/**
 * Makes the network of a device. It has sockets of its own, and not those of desktop/node: they have to be silenced, and
 * a ping tells that everything before it has arrived.
 *
 * @param serverUrl where the server listens, anew after each of its starts; `undefined`: nowhere
 */
export function createNetwork(serverUrl: () => string | undefined, token: string): Network {
  const lines = new Set<Line>()
  const calls = createCalls()
  let frames = 0
  let seen = 0
  let away = false

  const transport: Transport = {
    connect(_, subprotocol, events) {
      const url = away ? undefined : serverUrl()
      if (url === undefined) {
        setImmediate(() => events.close(NO_CLOSE_FRAME))
        return { send() {}, close() {}, terminate() {} }
      }
      return open(`${url.replace(/^http/, 'ws')}${SOCKET_PATH}`, subprotocol, events)
    },
  }

  function open(url: string, subprotocol: string, events: SocketEvents): ReturnType<Transport['connect']> {
    const socket = new WebSocket(url, [subprotocol], { maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false })
    const line: Line = { socket, held: [] }
    lines.add(line)
    frames++
    socket.on('open', () => {
      frames++
      events.open()
    })
    socket.on('message', (data) => {
      frames++
      events.message(data.toString())
    })
    socket.on('error', events.error)
    socket.on('close', (code) => {
      frames++
      lines.delete(line)
      events.close(code)
    })
    return {
      send(text) {
        frames++
        if (away) line.held.push(text)
        else socket.send(text)
      },
      close: (code, reason) => socket.close(code, reason),
      terminate: () => socket.terminate(),
    }
  }

  return {
    transport,
    requester: {
      request(call) {
        const server = away ? undefined : serverUrl()
        if (server === undefined) return Promise.reject(new Error('there is no network'))
        return calls.follow(createRestClient({ server, token, fetch: hostFetch(globalThis) }).request(call))
      },
    },
    cut() {
      away = true
      for (const { socket } of lines) if (socket.readyState === WebSocket.OPEN) socket.pause()
    },
    mend() {
      away = false
      for (const { socket, held } of lines) {
        if (socket.readyState !== WebSocket.OPEN) continue
        socket.resume()
        for (const text of held.splice(0)) socket.send(text)
      }
      frames++
    },
    isCut: () => away,
    busy: () => frames !== seen || calls.busy(),
    async rest() {
      const before = frames
      await calls.rest()
      await Promise.all([...lines].map(({ socket }) => settled(socket)))
      seen = before
    },
  }
}

/** Resolves when a socket is open or has failed, and everything that either end has sent so far has arrived. */
function settled(socket: WebSocket): Promise<void> {
  if (socket.isPaused) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      for (const event of ['pong', 'open', 'close'] as const) socket.off(event, done)
      resolve()
    }
    socket.once('close', done)
    if (socket.readyState === WebSocket.CONNECTING) socket.once('open', done)
    else if (socket.readyState === WebSocket.OPEN) {
      socket.once('pong', done)
      // A socket that closes meanwhile sends nothing; its `close` comes.
      socket.ping(undefined, undefined, () => {})
    } else if (socket.readyState === WebSocket.CLOSED) done()
  })
}
