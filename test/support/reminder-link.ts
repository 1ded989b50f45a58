import { WebSocket } from 'ws'
import { type ServerFrame, serverFrameSchema } from '../../shared/protocol/frames.ts'
import { PROTOCOL_VERSION, SOCKET_PATH, SUBPROTOCOL } from '../../shared/protocol/limits.ts'
import { parseServerFrame } from '../../shared/protocol/parse-frame.ts'

export interface LinkOptions {
  path?: string
  subprotocol?: string | undefined
  headers?: Record<string, string>
  /** Certificate to trust, PEM, for a server behind TLS. */
  ca?: string
  /** Milliseconds; default: no limit. */
  handshakeTimeout?: number
  received(frame: ServerFrame): void
}

export interface Closed {
  code: number
  reason: string
}

/** One connection that speaks `reminder.v1`: it passes frames in both directions and does nothing by itself. */
export interface Link {
  socket: WebSocket
  /** Resolves when the connection is open; rejects with the socket's error. */
  opened: Promise<void>
  closed: Promise<Closed>
  /** Sends a frame, or a text as it is; nothing when the connection is not open. */
  send(frame: object | string | Buffer): void
}

/** The name of a client of the tests. */
export const TEST_APP = { app: 'test', version: '0', platform: 'test' }
/** An announcement that went well. */
export const WENT_WELL = { speech: 'ok', notification: 'ok', dialog: 'ok' }

/** Makes a `hello` frame. */
export function helloFrame(token: string, cursor: string | null = null, v: number = PROTOCOL_VERSION) {
  return { op: 'hello', v, token, device: TEST_APP, cursor }
}

/**
 * Connects to a server. A frame that is not one of the protocol fails the test. Two clients do not use this one: that
 * of the benchmarks (`lab/bench/device.ts`) and the hostile one (`lab/hostile/watched-socket.ts`); each says why.
 */
export function openLink(url: string, options: LinkOptions): Link {
  const address = new URL(options.path ?? SOCKET_PATH, url.replace(/^http/, 'ws'))
  const subprotocol = 'subprotocol' in options ? options.subprotocol : SUBPROTOCOL
  const { headers = {}, ca, handshakeTimeout } = options
  const socket = new WebSocket(address, subprotocol === undefined ? [] : [subprotocol], {
    headers,
    ...(ca !== undefined && { ca }),
    ...(handshakeTimeout !== undefined && { handshakeTimeout }),
  })
  socket.on('message', (data) => {
    const parsed = parseServerFrame(data.toString())
    // Clients accept more than a server of today may send.
    const { success } = serverFrameSchema.safeParse('ok' in parsed && JSON.parse(data.toString()))
    if (!('ok' in parsed) || !success)
      throw new Error(`the server sent a frame that is not one: ${JSON.stringify(parsed)}`)
    options.received(parsed.ok)
  })
  const opened = new Promise<void>((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })
  opened.catch(() => {})
  return {
    socket,
    opened,
    closed: new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
    }),
    send(frame) {
      if (socket.readyState !== WebSocket.OPEN) return
      socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
    },
  }
}
