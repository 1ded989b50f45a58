import type { ServerFrame } from '../../shared/protocol/frames.ts'
import { type Closed, helloFrame, type LinkOptions, openLink, WENT_WELL } from './reminder-link.ts'

/** A client of `reminder.v1` that does nothing by itself but for its options. */
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
  /** Resolves when catch-up is complete; rejects as `until` does. */
  synced(): Promise<void>
  /** Resolves when the server has read all that was sent so far; rejects with the socket's error. */
  read(): Promise<void>
  /** Resolves to the code and reason of the close. */
  closed: Promise<Closed>
  /** Stops reading from the socket, as a hanging device does. */
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
  /** Whether every entry is acknowledged as it arrives. */
  autoAck?: boolean
  /** Fields that are added to the hello, or replace its own. */
  hello?: object
  /** Whether every reminder is reported as spoken and shown as it arrives. */
  announces?: boolean
}

/**
 * Connects a device, sends the hello if there is a token, and resolves when the socket is open. Rejects with the
 * socket's error.
 */
export async function connectDevice(url: string, options: HelloOptions = {}): Promise<TestDevice> {
  const frames: ServerFrame[] = []
  const waiting = new Set<() => void>()
  let over: Closed | undefined
  const notify = () => {
    for (const waiter of waiting) waiter()
  }
  const link = openLink(url, {
    ...options,
    received(frame) {
      frames.push(frame)
      if (
        options.autoAck &&
        ('type' in frame || frame.op === 'closed' || frame.op === 'claimed' || frame.op === 'intake')
      )
        link.send({ op: 'ack', seq: frame.seq })
      if (options.announces && 'type' in frame)
        link.send({ op: 'announced', id: frame.id, n: frame.n, outcome: WENT_WELL })
      notify()
    },
  })
  const { socket, send, closed } = link
  void closed.then((how) => {
    over = how
    notify()
  })

  function until(fits: (frame: ServerFrame) => boolean, from = 0): Promise<ServerFrame> {
    return new Promise((resolve, reject) => {
      const waiter = () => {
        const frame = frames.slice(from).find(fits)
        if (frame === undefined && over === undefined) return
        waiting.delete(waiter)
        if (frame === undefined) reject(new Error(`closed with ${over?.code} ${over?.reason} before the frame came`))
        else resolve(frame)
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
    // A server answers a ping in its turn, behind the frames that came before it.
    read: () =>
      new Promise((resolve, reject) => {
        socket.once('pong', () => resolve())
        socket.ping(undefined, undefined, (error) => error && reject(error))
      }),
    closed,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.close(),
    terminate: () => socket.terminate(),
  }
}
