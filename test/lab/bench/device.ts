import { WebSocket } from 'ws'
import { SOCKET_PATH, SUBPROTOCOL } from '../../../shared/protocol/limits.ts'
import { machineMs } from './clock.ts'
import { orderIndex } from './orders.ts'

/** What of a frame is needed here; the server is trusted to speak its own protocol. */
interface Frame {
  op?: string
  type?: number
  id?: string
  content: string
  seq?: number
  n?: number
  cursor?: string
  /** Of a snapshot. */
  open?: Frame[]
  /** Of a welcome. */
  resumed?: boolean
  reason?: string
}

export interface DeviceEvents {
  /** The first announcement of a paid order, by the order's number. */
  reminder(order: number, at: number): void
  closed(code: number): void
  /** The server's answer to a hello: whether it goes on after the cursor, and else why not. */
  welcomed?(resumed: boolean, reason: string | undefined): void
}

/**
 * A bare `reminder.v1` client: it keeps its place in the log in memory, and acknowledges at once. Apart from the tests'
 * client (`test/support/reminder-link.ts`), because ten thousand of them run beside the server that is measured: a
 * frame is neither checked against its schema nor kept.
 */
export interface Device {
  /** Connects to `url`, or its own; resolves when it has caught up, rejects when the connection ends before. */
  connect(url?: string): Promise<void>
  /** Where it would go on. */
  cursor(): string | null
  /** The position in its store's log up to which it has everything. */
  seq(): number
  /** Entries that were left out before one that came. */
  gaps(): number
  /** Whether it reports from now on how each announcement went, as a client does after the sound. */
  announce(on: boolean): void
  /** Reports sent so far. */
  reported(): number
  leave(): void
}

/** `cursor`: where it goes on at its first connection. */
export function createDevice(
  who: { url: string; token: string; localAddress?: string; cursor?: string; announced?: boolean },
  events: DeviceEvents,
): Device {
  const options = { perMessageDeflate: false, ...(who.localAddress && { localAddress: who.localAddress }) }
  const device = { app: 'bench', version: '0', platform: process.platform }
  let cursor: string | null = who.cursor ?? null
  let seq = seqOf(cursor)
  let gaps = 0
  let socket: WebSocket | undefined
  let ackDue = false
  let announcing = who.announced ?? false
  let toAnnounce: string[] = []
  let reported = 0

  /** One ack for all that came in one go, as a client does that writes its inbox once for them. */
  function ackSoon(): void {
    if (ackDue) return
    ackDue = true
    setImmediate(() => {
      ackDue = false
      if (socket?.readyState !== WebSocket.OPEN) return
      socket.send(`{"op":"ack","seq":${seq}}`)
      for (const frame of toAnnounce) socket.send(frame)
      reported += toAnnounce.length
      toAnnounce = []
    })
  }

  function received(frame: Frame, at: number): void {
    if (frame.op === 'snapshot') {
      seq = frame.seq ?? 0
      cursor = frame.cursor ?? null
      for (const { content } of frame.open ?? []) events.reminder(orderIndex(content), at)
    } else if (frame.seq !== undefined) {
      if (frame.seq > seq) {
        gaps += frame.seq - seq - 1
        seq = frame.seq
        cursor = frame.cursor ?? null
        if (announcing && frame.type !== undefined) toAnnounce.push(announcedFrame(frame))
        ackSoon()
      }
    }
    // The origin's frames have a type and a content and nothing else.
    if (frame.type === 1 && (frame.n ?? 1) === 1) events.reminder(orderIndex(frame.content), at)
  }

  return {
    connect: (url = who.url) =>
      new Promise((resolve, reject) => {
        const address = new URL(SOCKET_PATH, url.replace(/^http/, 'ws')).href
        const opened = new WebSocket(address, SUBPROTOCOL, options)
        socket = opened
        opened.on('open', () => {
          opened.send(JSON.stringify({ op: 'hello', v: 1, token: who.token, device, cursor }))
        })
        opened.on('message', (data) => {
          const at = machineMs()
          const frame = JSON.parse(data.toString()) as Frame
          if (frame.op === 'synced') resolve()
          else if (frame.op === 'welcome') events.welcomed?.(frame.resumed ?? false, frame.reason)
          else received(frame, at)
        })
        opened.on('error', reject)
        opened.on('close', (code) => {
          reject(new Error(`a device was closed with ${code}`))
          events.closed(code)
        })
      }),
    cursor: () => cursor,
    seq: () => seq,
    gaps: () => gaps,
    announce: (on) => {
      announcing = on
    },
    reported: () => reported,
    leave: () => socket?.terminate(),
  }
}

/** All went well, at once: how long a sound takes costs the server nothing. */
function announcedFrame({ id, n }: Frame): string {
  return `{"op":"announced","id":"${id}","n":${n ?? 1},"outcome":{"speech":"ok","notification":"ok","dialog":"ok"}}`
}

/** The second part of a cursor. Ours may look into it: who measures is no client. */
function seqOf(cursor: string | null): number {
  return Number(cursor?.split('.')[1] ?? 0)
}
