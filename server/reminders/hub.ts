/**
 * Who wants to know that a store's log has grown. A wake is a hint: it may come twice, too early or never, and
 * nothing is lost, because every reader asks the log itself and `poll` (reminders/gateway.ts) finds what a lost wake hid.
 */
export interface Hub {
  wake(storeId: string, head: number): void
  /** Calls `listener` at every wake of the store, until the returned function is called. */
  subscribe(storeId: string, listener: () => void): () => void
  /** The stores somebody listens to. */
  stores(): string[]
  /** The highest head heard of, 0 if none. */
  head(storeId: string): number
}

export function createHub(): Hub {
  const listeners = new Map<string, Set<() => void>>()
  const heads = new Map<string, number>()

  return {
    wake(storeId, head) {
      const waiting = listeners.get(storeId)
      if (waiting === undefined) return
      heads.set(storeId, Math.max(head, heads.get(storeId) ?? 0))
      for (const listener of waiting) listener()
    },
    subscribe(storeId, listener) {
      const waiting = listeners.get(storeId) ?? new Set()
      listeners.set(storeId, waiting.add(listener))
      return () => {
        waiting.delete(listener)
        if (waiting.size > 0 || listeners.get(storeId) !== waiting) return
        listeners.delete(storeId)
        heads.delete(storeId)
      }
    },
    stores: () => [...listeners.keys()],
    head: (storeId) => heads.get(storeId) ?? 0,
  }
}
