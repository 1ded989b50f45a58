import type { LogEntry } from '../context/context.ts'

/**
 * The readers that wait for a store's log to grow, and the newest entries of that log. A wake is a hint: it may come
 * twice, too early or never, and nothing is lost, because every reader asks for the entries after its own cursor, and
 * `pollHeads` finds the entries of a lost wake.
 */
export interface Hub {
  /** Notes that the log ends at `head` and calls its listeners. `entry` is the entry at `head`; it is on disk. */
  wake(storeId: string, head: number, entry?: LogEntry): void
  /**
   * Calls `listener` at every wake of the store, until the returned function is called. `head` is the end of the log as
   * the subscriber has read it; for entries committed since then the hub has been woken.
   */
  subscribe(storeId: string, head: number, listener: () => void): () => void
  /**
   * Returns the entries right after `seq`, `limit` at most, if the hub has all of them; else `undefined`, and the
   * reader asks the log. So live entries are not read from disk, for one device or for fifty.
   */
  after(storeId: string, seq: number, limit: number): LogEntry[] | undefined
  /** Lists the stores that have listeners. */
  stores(): string[]
  /** Returns the highest head that the hub was woken or subscribed with, 0 if none. */
  head(storeId: string): number
}

/** Entries held for each store with listeners: enough for readers that keep up; the others ask the log. */
const TAIL = 16

interface StoreState {
  listeners: (() => void)[]
  /** Stays without listeners: the next one may have read the log before the last wake. */
  head: number
  /** The end of the log, without a gap. */
  tail: LogEntry[]
}

/** Makes a hub without listeners. */
export function createHub(): Hub {
  const byStore = new Map<string, StoreState>()

  function stateOf(storeId: string): StoreState {
    const existing = byStore.get(storeId)
    if (existing !== undefined) return existing
    const store: StoreState = { listeners: [], head: 0, tail: [] }
    byStore.set(storeId, store)
    return store
  }

  return {
    wake(storeId, head, entry) {
      const store = stateOf(storeId)
      if (head > store.head) {
        const before = head === store.head + 1 ? store.tail : []
        store.tail = entry === undefined || store.listeners.length === 0 ? [] : [...before.slice(1 - TAIL), entry]
        store.head = head
      }
      for (const listener of store.listeners) listener()
    },
    subscribe(storeId, head, listener) {
      const store = stateOf(storeId)
      if (head > store.head) {
        store.tail = []
        store.head = head
      }
      // A new list each time: a listener may leave during the loop over it.
      store.listeners = [...store.listeners, listener]
      return () => {
        store.listeners = store.listeners.filter((other) => other !== listener)
        if (store.listeners.length === 0) store.tail = []
      }
    },
    after(storeId, seq, limit) {
      const { head = 0, tail = [] } = byStore.get(storeId) ?? {}
      const start = head - tail.length
      return seq < start || seq > head ? undefined : tail.slice(seq - start, seq - start + limit)
    },
    stores: () => [...byStore].flatMap(([id, { listeners }]) => (listeners.length > 0 ? [id] : [])),
    head: (storeId) => byStore.get(storeId)?.head ?? 0,
  }
}
