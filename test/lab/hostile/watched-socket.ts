import { isUtf8 } from 'node:buffer'
import { WebSocket } from 'ws'
import { CLOSE, closeName } from '../../../shared/protocol/close-codes.ts'
import { serverFrameSchema } from '../../../shared/protocol/frames.ts'
import { MAX_FRAME_BYTES, SOCKET_PATH, SUBPROTOCOL } from '../../../shared/protocol/limits.ts'
import { parseServerFrame } from '../../../shared/protocol/parse-frame.ts'
import type { FrameContext } from './frames.ts'

/**
 * A connection that says of everything that comes whether it may come. Apart from the tests' client
 * (`test/support/reminder-link.ts`), because it sends what is no frame, and goes on when an answer is none: that is a
 * complaint here and the end of a test there.
 */
export interface WatchedSocket {
  /** Sends it as text, or as bytes. */
  send(data: string | Buffer, binary: boolean): void
  /** Resolves when the server says that this device has caught up, or when the connection is over. */
  synced(): Promise<void>
  /** Whether it was still open when everything that was sent had been read. */
  alive(): Promise<boolean>
  /** Ends it, if it is not over; resolves to the close code. */
  close(): Promise<number>
  terminate(): void
  code(): number | undefined
  complain(what: string): void
  complaints(): readonly string[]
}

/** What RFC 6455 §7.4.1 has for whoever breaks it: 1002 a frame that is none, 1007 text that is not UTF-8. */
const OF_THE_RFC = [1002, 1007]
/** Ended by us: with a close frame, or without. */
const OURS = [1005, 1006]
const PATIENCE_MS = 60_000

/** What breaks RFC 6455 or our limit is cut off, and the close code may not survive that. */
function breaksTheConnection(data: string | Buffer, binary: boolean): boolean {
  const bytes = Buffer.from(data as string)
  return bytes.length > MAX_FRAME_BYTES || (!binary && !isUtf8(bytes))
}

/** Opens a connection, and keeps `context` up to date with what arrives on it. */
export async function openSocket(url: string, context: FrameContext): Promise<WatchedSocket> {
  const socket = new WebSocket(new URL(SOCKET_PATH, url.replace(/^http/, 'ws')), [SUBPROTOCOL], {
    perMessageDeflate: false,
    handshakeTimeout: PATIENCE_MS,
  })
  const complaints: string[] = []
  let code: number | undefined
  let ended = false
  let cut = false
  let isSynced = false
  const watchers = new Set<() => void>()
  const look = () => {
    for (const watcher of watchers) watcher()
  }

  /** Resolves when it holds or the connection is over; a complaint when neither comes. */
  function until(what: string, holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer)
        watchers.delete(watcher)
        resolve()
      }
      const watcher = () => (holds() || code !== undefined ? finish() : undefined)
      const timer = setTimeout(() => {
        complaints.push(`no ${what} within ${PATIENCE_MS} ms`)
        finish()
      }, PATIENCE_MS)
      watchers.add(watcher)
      watcher()
    })
  }

  function received(text: string): void {
    if (text.includes(context.other.mark)) complaints.push(`I12: a frame of another store: ${text.slice(0, 200)}`)
    const parsed = parseServerFrame(text)
    // A client forgives what a server of today must not write.
    const { success } = serverFrameSchema.safeParse('ok' in parsed && JSON.parse(text))
    if (!('ok' in parsed) || !success)
      return void complaints.push(`not a frame (${JSON.stringify(parsed)}): ${text.slice(0, 200)}`)
    const frame = parsed.ok
    if ('cursor' in frame) {
      context.seq = frame.seq
      context.cursor = frame.cursor
    } else if (frame.op === 'synced') isSynced = true
    else if (frame.op === 'error' && !Object.hasOwn(CLOSE, frame.code)) complaints.push(`an error of ${frame.code}`)
  }

  socket.on('message', (data) => {
    received(data.toString())
    look()
  })
  socket.on('error', () => {})
  const over = new Promise<number>((resolve) => {
    socket.on('close', (given) => {
      code = given
      const allowed = ended || cut ? [...OURS, ...OF_THE_RFC].includes(given) : OF_THE_RFC.includes(given)
      if (!allowed && closeName(given) === undefined) complaints.push(`closed with ${given}`)
      resolve(given)
      look()
    })
  })
  socket.on('open', look)
  await until('connection', () => socket.readyState === WebSocket.OPEN)

  return {
    send(data, binary) {
      cut ||= breaksTheConnection(data, binary)
      socket.send(data, { binary }, () => {})
    },
    synced: () => until('synced', () => isSynced),
    async alive() {
      let answered = false
      socket.once('pong', () => {
        answered = true
        look()
      })
      if (socket.readyState === WebSocket.OPEN) socket.ping()
      await until('pong', () => answered)
      return code === undefined
    },
    close() {
      ended = true
      if (code === undefined) socket.close()
      return over
    },
    terminate() {
      ended = true
      socket.terminate()
    },
    code: () => code,
    complain: (what) => void complaints.push(what),
    complaints: () => complaints,
  }
}
