import type { ServerFrame } from '../../shared/protocol/frames.ts'
import { type Closed, helloFrame, type LinkOptions, openLink, WENT_WELL } from './reminder-link.ts'

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
  closed: Promise<Closed>
  /** Stops reading from the socket, as a device does that hangs. */
  pause(): void
  resume(): void
  close(): void
  terminate(): void
}

export interface HelloOptions extends Omit<LinkOptions, 'received'> {
  /** Absent: no hello is sent. */
  token?: string
  cursor?: string | null
  v?: number
  /** Acknowledge every entry as it arrives. */
  autoAck?: boolean
  /** More fields of the hello, or other ones. */
  hello?: object
  /** Report every reminder as spoken and shown, as it arrives. */
  announces?: boolean
}

/** Connects, says hello if there is a token, and resolves when the socket is open. */
export async function connectDevice(url: string, options: HelloOptions = {}): Promise<TestDevice> {
  const frames: ServerFrame[] = []
  const waiting = new Set<() => void>()
  let over: Closed | undefined
  const look = () => {
    for (const waiter of waiting) waiter()
  }
  const link = openLink(url, {
    ...options,
    received(frame) {
      frames.push(frame)
      if (options.autoAck && ('type' in frame || frame.op === 'closed')) link.send({ op: 'ack', seq: frame.seq })
      if (options.announces && 'type' in frame)
        link.send({ op: 'announced', id: frame.id, n: frame.n, outcome: WENT_WELL })
      look()
    },
  })
  const { socket, send, closed } = link
  void closed.then((how) => {
    over = how
    look()
  })

  function until(fits: (frame: ServerFrame) => boolean, from = 0): Promise<ServerFrame> {
    return new Promise((resolve, reject) => {
      const waiter = () => {
        const found = frames.slice(from).find(fits)
        if (found === undefined && over === undefined) return
        waiting.delete(waiter)
        if (found === undefined) reject(new Error(`closed with ${over?.code} ${over?.reason} before the frame came`))
        else resolve(found)
      }
      waiting.add(waiter)
      waiter()
    })
  }

  await link.opened
  if (options.token !== undefined) send({ ...helloFrame(options.token, options.cursor, options.v), ...options.hello })
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
