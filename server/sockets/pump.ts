import type { LogEntry } from '../context/context.ts'

/** Most entries read from the log at once. */
const BATCH = 64

/** `woken`: draining, and the log may have grown since the last read. */
type PumpState = 'idle' | 'draining' | 'woken' | 'stopped'

/** The connection that a pump drains the log into. */
export interface PumpTarget {
  /** Resolves to the entries after `seq`, in order, `limit` at most. */
  readLog(seq: number, limit: number): Promise<readonly LogEntry[]>
  /** Sends one entry's frame. */
  sendEntry(entry: LogEntry): void
  /** Whether the send buffer is too full to take more; `wake` is called when it has drained. */
  isCongested(): boolean
  /** Called each time the pump has reached the end of the log after a start or a rewind. */
  caughtUp(head: number): void
  /** The log could not be read, or has a hole after the pump's position. The pump has stopped. */
  pumpFailed(error: unknown): void
}

/**
 * Drains a store's log into one connection. Catch-up and live delivery are this one loop: read the entries after the
 * cursor, send them, move the cursor; so there is no moment at which an entry is in neither (I3, I5). A pump holds a
 * cursor and nothing else; entries that the connection cannot take stay in the log (I14).
 *
 * A class with few fields, as all that exists once for each of ten thousand connections: each is eight bytes.
 */
export class Pump {
  readonly #target: PumpTarget
  readonly #window: number
  #sent: number
  #acked: number
  /** The highest position ever sent: an entry that was sent before a rewind may still be acknowledged. */
  #highest: number
  #announcedSync = false
  #state: PumpState = 'idle'
  /** Set when the position was moved during a read: the entries read are not the next ones any more. */
  #rewound = false

  /**
   * @param start position of the last entry that the device has
   * @param window most entries that may be sent and not acknowledged
   */
  constructor(target: PumpTarget, start: number, window: number) {
    this.#target = target
    this.#window = window
    this.#sent = start
    this.#acked = start
    this.#highest = start
  }

  /** Hints that the log may have grown. Costs nothing when it has not. */
  wake(): void {
    if (this.#state === 'idle') void this.#drain()
    // A wake during a drain latches: its entry may have been committed after the drain's last read.
    else if (this.#state === 'draining') this.#state = 'woken'
  }

  /** Notes that the device has everything up to `seq` on its disk. Returns false for a `seq` that was never sent. */
  ack(seq: number): boolean {
    if (seq > this.#highest) return false
    if (seq > this.#acked) {
      // Only an ack can make room in a full window.
      const wasFull = this.inFlight() >= this.#window
      this.#acked = seq
      if (seq > this.#sent) {
        this.#sent = seq
        this.#rewound = true
      }
      if (wasFull) this.wake()
    }
    return true
  }

  /** Sends again from the last ack, for a device that sees a gap. */
  rewind(): void {
    this.#sent = this.#acked
    this.#rewound = true
    this.#announcedSync = false
    this.wake()
  }

  /** Sends nothing more. */
  stop(): void {
    this.#state = 'stopped'
  }

  /** The number of entries sent and not acknowledged. */
  inFlight(): number {
    return this.#sent - this.#acked
  }

  /** The position up to which the device has acknowledged. */
  acked(): number {
    return this.#acked
  }

  async #drain(): Promise<void> {
    try {
      do {
        this.#state = 'draining'
        await this.#drainOnce()
      } while (this.#is('woken'))
      if (!this.#is('stopped')) this.#state = 'idle'
    } catch (error) {
      this.#state = 'stopped'
      this.#target.pumpFailed(error)
    }
  }

  /** Compares the state as it is now: TypeScript takes a field for what it was before an `await`. */
  #is(state: PumpState): boolean {
    return this.#state === state
  }

  /** Returns when the log is drained, the window is full or the connection is congested; the next wake goes on. */
  async #drainOnce(): Promise<void> {
    for (;;) {
      const room = Math.min(this.#window - this.inFlight(), BATCH)
      if (room <= 0 || this.#target.isCongested()) return
      this.#rewound = false
      const entries = await this.#target.readLog(this.#sent, room)
      if (this.#is('stopped')) return
      if (this.#rewound) continue
      for (const entry of entries) {
        if (entry.seq !== this.#sent + 1) throw new Error(`the log goes from ${this.#sent} to ${entry.seq}`)
        this.#target.sendEntry(entry)
        this.#sent = entry.seq
        this.#highest = Math.max(this.#highest, entry.seq)
      }
      if (entries.length < room) {
        if (!this.#announcedSync) this.#target.caughtUp(this.#sent)
        this.#announcedSync = true
        return
      }
    }
  }
}
