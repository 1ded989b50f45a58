import type { LogEntry } from '../context/context.ts'

/** A reader of one store's log, for as long as it is subscribed. */
export interface LogReader {
  /** Hints that the log may have grown. */
  wake(): void
  /** Takes a frame beside the log, which may be dropped. Absent: this reader takes none. */
  pass?(frame: Buffer): void
}

/**
 * The readers that wait for a store's log to grow, and the newest entries of that log. A wake is a hint: it may come
 * twice, too early or never, and nothing is lost, because every reader asks for the entries after its own cursor, and
 * `pollHeads` finds the entries of a lost wake.
 */
export interface Hub {
  /** Notes that the log ends at `head` and wakes its readers. `entry` is the entry at `head`; it is on disk. */
  wake(storeId: string, head: number, entry?: LogEntry): void
  /**
   * Wakes `reader` at every wake of the store from now on. `head` is the end of the log as the reader has read it; for
   * entries committed since then the hub has been woken.
   */
  subscribe(storeId: string, head: number, reader: LogReader): void
  /** Wakes `reader` no more. Does nothing for one that is not subscribed. */
  unsubscribe(storeId: string, reader: LogReader): void
  /**
   * Returns the entries right after `seq`, `limit` at most, if the hub has all of them; else `undefined`, and the
   * reader asks the log. So live entries are not read from disk, for one device or for fifty.
   */
  after(storeId: string, seq: number, limit: number): readonly LogEntry[] | undefined
  /**
   * Notes that the logs may have lost their latest entries, and forgets what it knows of them: each reader must read the log
   * itself before it believes the hub again.
   */
  doubt(): void
  /** Passes a frame beside the log to the readers of a store. It is no entry: whoever does not get it, reads it elsewhere. */
  pass(storeId: string, frame: Buffer): void
  /** Wakes every reader of every store. */
  wakeAll(): void
  /** The number of doubts so far. */
  doubts(): number
  /** Whether the store has readers. */
  hears(storeId: string): boolean
  /** Lists the stores that have readers. */
  stores(): string[]
  /** Returns the highest head that the hub was woken or subscribed with, 0 if none. */
  head(storeId: string): number
}

/** Entries held for each store with readers: enough for readers that keep up; the others ask the log. */
const TAIL = 16

interface StoreState {
  /** Most stores have one device: a list is made for the second one. */
  readers: LogReader | Set<LogReader> | undefined
  /** Stays without readers: the next one may have read the log before the last wake. */
  head: number
  /** The end of the log, without a gap. */
  tail: readonly LogEntry[]
}

/** Makes a hub without readers. */
export function createHub(): Hub {
  const byStore = new Map<string, StoreState>()
  /** Shared by all stores that have no tail: a list for each of ten thousand quiet ones would be memory for nothing. */
  const none: readonly LogEntry[] = []

  let doubts = 0

  function forReaders({ readers }: StoreState, tell: (reader: LogReader) => void): void {
    // A reader may leave, or another one come, during the loop: a Set allows both.
    if (readers instanceof Set) for (const reader of readers) tell(reader)
    else if (readers !== undefined) tell(readers)
  }

  function stateOf(storeId: string): StoreState {
    const existing = byStore.get(storeId)
    if (existing !== undefined) return existing
    const store: StoreState = { readers: undefined, head: 0, tail: none }
    byStore.set(storeId, store)
    return store
  }

  return {
    wake(storeId, head, entry) {
      const store = stateOf(storeId)
      if (head > store.head) {
        const before = head === store.head + 1 ? store.tail : none
        store.tail = entry === undefined || store.readers === undefined ? none : [...before.slice(1 - TAIL), entry]
        store.head = head
      }
      forReaders(store, wakeReader)
    },
    subscribe(storeId, head, reader) {
      const store = stateOf(storeId)
      if (head > store.head) {
        store.tail = none
        store.head = head
      }
      if (store.readers === undefined) store.readers = reader
      else if (store.readers instanceof Set) store.readers.add(reader)
      else store.readers = new Set([store.readers, reader])
    },
    unsubscribe(storeId, reader) {
      const store = byStore.get(storeId)
      if (store === undefined) return
      if (store.readers instanceof Set) store.readers.delete(reader)
      if (store.readers === reader || (store.readers instanceof Set && store.readers.size === 0)) {
        store.readers = undefined
        store.tail = none
      }
    },
    after(storeId, seq, limit) {
      const { head = 0, tail = none } = byStore.get(storeId) ?? {}
      const start = head - tail.length
      if (seq < start || seq > head) return undefined
      return seq === head ? none : tail.slice(seq - start, seq - start + limit)
    },
    doubt() {
      doubts++
      for (const store of byStore.values()) {
        store.tail = none
        store.head = 0
      }
    },
    wakeAll() {
      for (const store of byStore.values()) forReaders(store, wakeReader)
    },
    pass(storeId, frame) {
      const store = byStore.get(storeId)
      if (store !== undefined) forReaders(store, (reader) => reader.pass?.(frame))
    },
    doubts: () => doubts,
    hears: (storeId) => byStore.get(storeId)?.readers !== undefined,
    stores: () => [...byStore].flatMap(([id, { readers }]) => (readers === undefined ? [] : [id])),
    head: (storeId) => byStore.get(storeId)?.head ?? 0,
  }
}

function wakeReader(reader: LogReader): void {
  reader.wake()
}
