import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { SOCKET_PATH, SUBPROTOCOL } from '../../../shared/protocol/limits.ts'
import { atEnd } from '../../support/at-end.ts'

/** A TCP connection that does as it is told. It ends with the test or the round at the latest. */
export interface RawSocket {
  socket: Socket
  write(data: string | Buffer): void
  /** Everything that has come. */
  received(): Buffer
  /** Resolves when what has come fits, or the connection is over. */
  until(fits: (received: Buffer) => boolean): Promise<Buffer>
  /** Resolves when it is over, however. */
  closed: Promise<void>
}

export interface RawOptions {
  /** An address of this machine to come from: `127.1.2.3`. */
  from?: string
  /** Without it nothing is ever read. Default: true. */
  reads?: boolean
}

export function openRaw(url: string, { from, reads = true }: RawOptions = {}): Promise<RawSocket> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), ...(from !== undefined && { localAddress: from }) })
  const chunks: Buffer[] = []
  const watchers = new Set<() => void>()
  let over = false
  const look = () => {
    for (const watcher of watchers) watcher()
  }
  if (reads)
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      look()
    })
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      over = true
      resolve()
      look()
    })
  })
  atEnd(() => void socket.destroy())
  const raw: RawSocket = {
    socket,
    write: (data) => void (socket.writable && socket.write(data)),
    received: () => Buffer.concat(chunks),
    until: (fits) =>
      new Promise((resolve) => {
        const watcher = () => {
          const received = Buffer.concat(chunks)
          if (!over && !fits(received)) return
          watchers.delete(watcher)
          resolve(received)
        }
        watchers.add(watcher)
        watcher()
      }),
    closed,
  }
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(raw))
    socket.on('error', reject)
  })
}

/** The request that opens a WebSocket; `headers` replaces or, with `undefined`, leaves out one of its own. */
export function upgradeRequest(headers: Record<string, string | undefined> = {}, method = 'GET'): string {
  const all = {
    Host: 'localhost',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    'Sec-WebSocket-Protocol': SUBPROTOCOL,
    ...headers,
  }
  const lines = Object.entries(all).filter(([, value]) => value !== undefined)
  return `${method} ${SOCKET_PATH} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
}

export interface RawFrame {
  /** Default: a text. */
  opcode?: number
  payload?: string | Buffer
  /** Default: true. */
  fin?: boolean
  /** Default: true, as RFC 6455 wants it of clients. */
  masked?: boolean
  /** Reserved bits. */
  rsv?: number
  /** The length that is claimed, instead of the true one. */
  length?: bigint
}

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** The bytes of a frame (RFC 6455 §5.2), right or wrong. */
export function encodeFrame(frame: RawFrame): Buffer {
  const { opcode = OPCODE.text, payload = '', fin = true, masked = true, rsv = 0 } = frame
  const body = Buffer.from(payload as string)
  const length = frame.length ?? BigInt(body.length)
  const first = (fin ? 0x80 : 0) | (rsv << 4) | opcode
  const size = length < 126n ? Number(length) : length < 65_536n ? 126 : 127
  const more = Buffer.alloc(size < 126 ? 0 : size === 126 ? 2 : 8)
  if (more.length === 2) more.writeUInt16BE(Number(length))
  if (more.length === 8) more.writeBigUInt64BE(length)
  const head = Buffer.concat([Buffer.from([first, (masked ? 0x80 : 0) | size]), more])
  if (!masked) return Buffer.concat([head, body])
  const mask = randomBytes(4)
  return Buffer.concat([head, mask, body.map((byte, index) => byte ^ (mask[index % 4] ?? 0))])
}

export interface ReadFrame {
  opcode: number
  payload: Buffer
}

/** The frames that a server has sent behind its answer to the upgrade; they are never masked, nor in pieces. */
export function decodeFrames(received: Buffer): ReadFrame[] {
  const frames: ReadFrame[] = []
  const head = received.indexOf('\r\n\r\n')
  let at = head < 0 ? received.length : head + 4
  while (at + 2 <= received.length) {
    const size = (received[at + 1] ?? 0) & 0x7f
    const start = at + (size < 126 ? 2 : size === 126 ? 4 : 10)
    if (start > received.length) break
    const length =
      size < 126 ? size : size === 126 ? received.readUInt16BE(at + 2) : Number(received.readBigUInt64BE(at + 2))
    if (start + length > received.length) break
    frames.push({ opcode: (received[at] ?? 0) & 0x0f, payload: received.subarray(start, start + length) })
    at = start + length
  }
  return frames
}

/** The code of the close frame among them. */
export function closeCodeIn(received: Buffer): number | undefined {
  const close = decodeFrames(received).find(({ opcode }) => opcode === OPCODE.close)
  if (close === undefined) return undefined
  return close.payload.length < 2 ? 1005 : close.payload.readUInt16BE(0)
}
