import type { LogEntry } from '../context/context.ts'

/**
 * Who wants to know that a store's log has grown, and the newest that was heard of it. A wake is a hint: it may come
 * twice, too early or never, and nothing is lost, because every reader asks for what follows its own cursor and `poll`
 * (reminders/poll-heads.ts) finds what a lost wake hid.
 */
export interface Hub {
  /** `entry` stands at `head`, and is on disk. */
  wake(storeId: string, head: number, entry?: LogEntry): void
  /**
   * Calls `listener` at every wake of the store, until the returned function is called. `head` is where the subscriber
   * has found the log to end; what was committed since then, the hub has been woken for.
   */
  subscribe(storeId: string, head: number, listener: () => void): () => void
  /**
   * The entries right after `seq`, `limit` at most, as far as they are known to be all there is; else `undefined`: ask
   * the log. One device or fifty, what is live is read once: when it was written.
   */
  after(storeId: string, seq: number, limit: number): LogEntry[] | undefined
  /** The stores somebody listens to. */
  stores(): string[]
  /** The highest head heard of, 0 if none. */
  head(storeId: string): number
}

/** Entries kept for each store that somebody listens to: enough for readers that keep up; the others ask the log. */
const TAIL = 16

interface Heard {
  listeners: (() => void)[]
  /** Kept when nobody listens: who is about to may have looked at the log before the last wake. */
  head: number
  /** The end of the log, without a gap. */
  tail: LogEntry[]
}

export function createHub(): Hub {
  const heard = new Map<string, Heard>()

  function of(storeId: string): Heard {
    const known = heard.get(storeId)
    if (known !== undefined) return known
    const store: Heard = { listeners: [], head: 0, tail: [] }
    heard.set(storeId, store)
    return store
  }

  return {
    wake(storeId, head, entry) {
      const store = of(storeId)
      if (head > store.head) {
        const before = head === store.head + 1 ? store.tail : []
        store.tail = entry === undefined || store.listeners.length === 0 ? [] : [...before.slice(1 - TAIL), entry]
        store.head = head
      }
      for (const listener of store.listeners) listener()
    },
    subscribe(storeId, head, listener) {
      const store = of(storeId)
      if (head > store.head) {
        store.tail = []
        store.head = head
      }
      // A new list each time: somebody may leave while it is being gone through.
      store.listeners = [...store.listeners, listener]
      return () => {
        store.listeners = store.listeners.filter((other) => other !== listener)
        if (store.listeners.length === 0) store.tail = []
      }
    },
    after(storeId, seq, limit) {
      const { head = 0, tail = [] } = heard.get(storeId) ?? {}
      const known = head - tail.length
      return seq < known || seq > head ? undefined : tail.slice(seq - known, seq - known + limit)
    },
    stores: () => [...heard].flatMap(([id, { listeners }]) => (listeners.length > 0 ? [id] : [])),
    head: (storeId) => heard.get(storeId)?.head ?? 0,
  }
}
