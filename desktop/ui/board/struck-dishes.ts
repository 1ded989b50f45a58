/** The part of the browser's Storage (HTML standard) that is used; `localStorage` fits. */
export interface StruckStorage {
  getItem(name: string): string | null
  setItem(name: string, value: string): void
}

/** By order id, the places of the dishes that are struck off. */
export type Struck = Readonly<Record<string, readonly number[]>>

/** The dishes that somebody at this device has struck off as made. */
export interface StruckDishes {
  read(): Struck
  toggle(orderId: number, item: number): void
  /** Forgets orders that are not under way any more. */
  keep(orderIds: ReadonlySet<number>): void
  subscribe(listener: () => void): () => void
  /** Reads what another window of this device has written. */
  lookAgain(): void
}

const NAME = 'laidan.struck.'

/**
 * Keeps the struck dishes of one store in the storage of this device, so that they outlive a reload. A storage that
 * refuses (private windows, full disks) leaves them in memory. They are a note of hands, not a fact of the order: the
 * server does not know them.
 */
export function createStruckDishes(storage: StruckStorage | undefined, storeId: string): StruckDishes {
  const listeners = new Set<() => void>()
  let struck = readStored()

  function readStored(): Struck {
    try {
      return readStruck(JSON.parse(storage?.getItem(NAME + storeId) ?? '{}'))
    } catch {
      return {}
    }
  }

  function become(next: Struck): void {
    struck = next
    for (const listener of listeners) listener()
  }

  function store(next: Struck): void {
    become(next)
    try {
      storage?.setItem(NAME + storeId, JSON.stringify(next))
    } catch {
      // In memory they are kept as long as the page.
    }
  }

  return {
    read: () => struck,
    toggle(orderId, item) {
      const own = struck[orderId] ?? []
      const next = own.includes(item) ? own.filter((other) => other !== item) : [...own, item]
      store({ ...struck, [orderId]: next })
    },
    keep(orderIds) {
      const left = Object.entries(struck).filter(([id, items]) => orderIds.has(Number(id)) && items.length > 0)
      if (left.length < Object.keys(struck).length) store(Object.fromEntries(left))
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    lookAgain: () => become(readStored()),
  }
}

/** Reads what was stored; whatever is no list of places strikes nothing. */
function readStruck(stored: unknown): Struck {
  if (typeof stored !== 'object' || stored === null) return {}
  const orders = Object.entries(stored).filter(([, items]) => Array.isArray(items) && items.every(isPlace))
  return Object.fromEntries(orders) as Struck
}

function isPlace(item: unknown): boolean {
  return Number.isInteger(item) && Number(item) >= 0
}
