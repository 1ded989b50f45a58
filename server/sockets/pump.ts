import type { LogEntry } from '../context/context.ts'

/** Entries read from the log at once. */
const BATCH = 64

export interface PumpDeps {
  /** The entries after `seq`, in order, `limit` at most. */
  read(seq: number, limit: number): Promise<LogEntry[]>
  send(body: string): void
  /** True while the connection's send buffer is too full to take more; a `wake` follows when it has drained. */
  congested(): boolean
  /** Called each time the reader has caught up after a start or a rewind. */
  synced(head: number): void
  /** The log could not be read, or has a hole where this reader stands. The pump has stopped. */
  failed(error: unknown): void
}

export interface Pump {
  /** "There may be something." Costs nothing when there is not. */
  wake(): void
  /** The device has everything up to `seq` on its disk. Returns false for a `seq` that was never sent. */
  ack(seq: number): boolean
  /** Send again from the last ack: the device sees a gap. */
  rewind(): void
  stop(): void
  /** Sent but not acknowledged. */
  inFlight(): number
  acked(): number
}

/**
 * Drains a store's log into one connection. Catch-up and live delivery are this one loop: read what follows the
 * cursor, send it, move the cursor; so there is no moment at which an entry is in neither (I3, I5).
 * It holds a cursor and nothing else; whatever the connection cannot take stays in the log (I14).
 */
export function createPump(deps: PumpDeps, start: number, window: number): Pump {
  let sent = start
  let acked = start
  /** The highest position ever sent: what was under way when the device asked to go back may still be acknowledged. */
  let highest = start
  let announcedSync = false
  let draining = false
  let woken = false
  /** The position was moved while entries were being read: they are not the next ones any more. */
  let rewound = false
  let stopped = false
  /** Only the device's acks make room again. */
  let windowFull = false

  // Methods of one object, as in session.ts.
  const pump = {
    wake(): void {
      // A wake during a drain latches: what it announced may have been committed after the drain's last read.
      woken = true
      if (!draining && !stopped) void pump.drain()
    },
    ack(seq: number): boolean {
      if (seq > highest) return false
      if (seq > acked) {
        acked = seq
        if (seq > sent) {
          sent = seq
          rewound = true
        }
        if (windowFull) pump.wake()
      }
      return true
    },
    rewind(): void {
      sent = acked
      rewound = true
      announcedSync = false
      pump.wake()
    },
    stop(): void {
      stopped = true
    },
    inFlight(): number {
      return sent - acked
    },
    acked(): number {
      return acked
    },
    async drain(): Promise<void> {
      draining = true
      try {
        while (woken && !stopped) {
          woken = false
          await pump.drainOnce()
        }
      } catch (error) {
        stopped = true
        deps.failed(error)
      } finally {
        draining = false
      }
    },
    /** Returns when the log is drained, the window is full or the connection is congested; the next wake goes on. */
    async drainOnce(): Promise<void> {
      for (;;) {
        const room = Math.min(window - (sent - acked), BATCH)
        windowFull = room <= 0
        if (windowFull || deps.congested()) return
        rewound = false
        const entries = await deps.read(sent, room)
        if (stopped) return
        if (rewound) continue
        for (const entry of entries) {
          if (entry.seq !== sent + 1) throw new Error(`the log goes from ${sent} to ${entry.seq}`)
          deps.send(entry.body)
          sent = entry.seq
          highest = Math.max(highest, sent)
        }
        if (entries.length < room) {
          if (!announcedSync) deps.synced(sent)
          announcedSync = true
          return
        }
      }
    },
  }
  return pump
}
