import type { LogEntry } from '../context/context.ts'
import type { Hub } from './hub.ts'
import type { LogSource } from './log-source.ts'

/** Thrown when a log does not continue what its reader has: the database has come back with another history (I13). */
class LostHistoryError extends Error {
  override name = 'LostHistoryError'
}

/** An event and its position; nothing stands at position 0. */
export type LogEvent = Pick<LogEntry, 'seq' | 'eventId'>

/** The parts that the readers of one server share. */
export interface LogAccess {
  hub: Pick<Hub, 'after' | 'doubts'>
  source: LogSource
  /** Whether other servers append to the same logs. */
  shared: boolean
}

/**
 * One reader's view of a store's log: the hub's tail where that may be believed, else the database. A part is handed over
 * only when it continues the event that the reader has. Without that proof a database that lost its latest commits, as a
 * failover may, would go on at the same positions with other events, and some would be skipped in silence (I13).
 *
 * A class of few fields, as all that exists once for each of ten thousand connections.
 */
export class ProvenLog {
  readonly #access: LogAccess
  readonly #storeId: string
  /** The event that the reader has last, as far as it is known. */
  #last: LogEvent | undefined
  #doubts: number

  /** @param start the event that the reader has last; `undefined` for a reader that begins with whatever comes */
  constructor(access: LogAccess, storeId: string, start: LogEvent | undefined) {
    this.#access = access
    this.#storeId = storeId
    // Where nobody else writes, history is only lost by a restore, for which the server is stopped.
    this.#last = access.shared ? start : undefined
    // Where others append too, nobody has told of what came between the reader's hello and its subscription.
    this.#doubts = access.shared ? -1 : access.hub.doubts()
  }

  /**
   * Resolves to the entries after `seq`, in order, `limit` at most. Rejects with a {@link LostHistoryError}, when an entry is
   * missing (I2), and with `storage_unavailable`.
   */
  async read(seq: number, limit: number): Promise<readonly LogEntry[]> {
    const { hub, source } = this.#access
    const doubts = hub.doubts()
    const known = doubts === this.#doubts ? hub.after(this.#storeId, seq, limit) : undefined
    if (known !== undefined) return this.#hold(known)
    const { entries, before } = await source(this.#storeId, seq, limit)
    this.#prove(seq, before, doubts)
    return this.#hold(entries)
  }

  /** After a rewind the event is not known any more; in doubt the device, which knows it, has to say hello again. */
  #prove(seq: number, before: string | null, doubts: number): void {
    const last = this.#last
    if (last !== undefined && !(last.seq === seq ? continues(last, before) : doubts === this.#doubts))
      throw new LostHistoryError(`the log of ${this.#storeId} does not continue at ${seq}`)
    this.#doubts = doubts
  }

  #hold(entries: readonly LogEntry[]): readonly LogEntry[] {
    if (this.#access.shared) this.#last = entries.at(-1) ?? this.#last
    return entries
  }
}

function continues({ seq, eventId }: LogEvent, before: string | null): boolean {
  return seq === 0 || before === eventId
}
