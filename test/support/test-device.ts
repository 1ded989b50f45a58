import { WebSocket } from 'ws'
import type { ServerFrame } from '../../shared/protocol/frames.ts'
import { SOCKET_PATH, SUBPROTOCOL } from '../../shared/protocol/limits.ts'
import { parseServerFrame } from '../../shared/protocol/parse-frame.ts'

/** A bare client of `reminder.v1` that does only what a test tells it to. */
export interface TestDevice {
  /** Every frame received so far, oldest first. */
  frames: ServerFrame[]
  /** Sends a frame, or a text as it is. */
  send(frame: object | string | Buffer): void
  /**
   * Resolves with the first frame from the `from`th on (default: all) that fits; rejects when the connection ends
   * without one.
   */
  until(fits: (frame: ServerFrame) => boolean, from?: number): Promise<ServerFrame>
  /** Until catch-up is complete. */
  synced(): Promise<void>
  /** The code and reason of the close. */
  closed: Promise<{ code: number; reason: string }>
  /** Stops reading from the socket, as a device does that hangs. */
  pause(): void
  resume(): void
  close(): void
  terminate(): void
}

export interface HelloOptions {
  /** Absent: no hello is sent. */
  token?: string
  cursor?: string | null
  v?: number
  path?: string
  subprotocol?: string | undefined
  headers?: Record<string, string>
  /** Certificate to trust, PEM, for a server behind TLS. */
  ca?: string
  /** Acknowledge every entry as it arrives. */
  autoAck?: boolean
  /** Report every reminder as spoken and shown, as it arrives. */
  announces?: boolean
}

const HEARD = { speech: 'ok', notification: 'ok', dialog: 'ok' }

/** Connects, says hello if there is a token, and resolves when the socket is open. */
export async function connectDevice(url: string, options: HelloOptions = {}): Promise<TestDevice> {
  const address = new URL(options.path ?? SOCKET_PATH, url.replace(/^http/, 'ws'))
  const subprotocol = 'subprotocol' in options ? options.subprotocol : SUBPROTOCOL
  const socket = new WebSocket(address, subprotocol === undefined ? [] : [subprotocol], {
    headers: options.headers ?? {},
    ...(options.ca !== undefined && { ca: options.ca }),
  })
  const frames: ServerFrame[] = []
  const waiting = new Set<() => void>()
  let over: { code: number; reason: string } | undefined

  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      over = { code, reason: reason.toString() }
      resolve(over)
      for (const look of waiting) look()
    })
  })
  socket.on('message', (data) => {
    const parsed = parseServerFrame(data.toString())
    if (!('ok' in parsed)) throw new Error(`the server sent a frame that is not one: ${JSON.stringify(parsed)}`)
    const frame = parsed.ok
    frames.push(frame)
    if (options.autoAck && ('type' in frame || frame.op === 'closed')) send({ op: 'ack', seq: frame.seq })
    if (options.announces && 'type' in frame) send({ op: 'announced', id: frame.id, n: frame.n, outcome: HEARD })
    for (const look of waiting) look()
  })

  function send(frame: object | string | Buffer): void {
    socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
  }

  function until(fits: (frame: ServerFrame) => boolean, from = 0): Promise<ServerFrame> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = frames.slice(from).find(fits)
        if (found === undefined && over === undefined) return
        waiting.delete(look)
        if (found === undefined) reject(new Error(`closed with ${over?.code} ${over?.reason} before the frame came`))
        else resolve(found)
      }
      waiting.add(look)
      look()
    })
  }

  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })
  socket.on('error', () => {})
  if (options.token !== undefined) {
    const { token, cursor = null, v = 1 } = options
    send({ op: 'hello', v, token, device: { app: 'test', version: '0', platform: 'test' }, cursor })
  }
  return {
    frames,
    send,
    until,
    synced: async () => void (await until((frame) => 'op' in frame && frame.op === 'synced')),
    closed,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.close(),
    terminate: () => socket.terminate(),
  }
}
