import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import type { StruckStorage } from '../../core/struck/struck-marks.ts'
import { useUi } from '../parts/context.tsx'
import { createStruckDishes, struckPortions } from './struck-dishes.ts'
import type { BoardOrders } from './use-orders.ts'

/** The pause between two tries to send what is struck off, milliseconds. */
const AGAIN_MS = 30_000

/** The struck dishes as the board uses them. */
export interface StrikeOff {
  /** Returns how many portions of a line are struck off. */
  portions(order: ReadOrder, line: number): number
  /** Strikes a whole line off, or takes that back. */
  toggle(order: ReadOrder, line: number): void
}

/** Reads and changes the struck dishes of the store, and sends what could not be sent, whatever screen is shown. */
export function useStruckDishes({ underWay, statistics }: BoardOrders): StrikeOff {
  const { bridge, clock, view } = useUi()
  const storeId = view.host.pairing?.store.id ?? ''
  const connected = view.status.link === 'connected'
  const dishes = useMemo(
    () => createStruckDishes({ storage: deviceStorage(), storeId, clock, strikeOff: bridge.strikeOff }),
    [storeId, clock, bridge],
  )
  const state = useSyncExternalStore(dishes.subscribe, dishes.read)
  useEffect(() => {
    const unsubscribe = bridge.onEvent((event) => {
      if (event.type === 'struck') dishes.hear(event.orderId, event.struck)
    })
    const stopTrying = clock.every(AGAIN_MS, () => void dishes.send())
    addEventListener('storage', dishes.lookAgain)
    return () => {
      unsubscribe()
      stopTrying()
      removeEventListener('storage', dishes.lookAgain)
    }
  }, [dishes, bridge, clock])
  useEffect(() => {
    if (connected) void dishes.send()
  }, [dishes, connected])
  useEffect(() => {
    // Before the server has told its orders, none is known to have ended.
    if (statistics !== undefined) dishes.keep(new Set(underWay.map(({ id }) => id)))
  }, [dishes, underWay, statistics])
  return useMemo(() => {
    const portions = (order: ReadOrder, line: number) => struckPortions(state, order, line)
    return {
      portions,
      toggle(order, line) {
        const ordered = order.items[line]?.quantity ?? 0
        dishes.strike(order.id, line, portions(order, line) < ordered ? ordered : 0)
      },
    }
  }, [dishes, state])
}

/** Returns the page's storage; `undefined` where a browser forbids it, which throws a `SecurityError`. */
function deviceStorage(): StruckStorage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}
