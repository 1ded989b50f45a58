import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { useUi } from '../parts/context.tsx'
import { createStruckDishes, type StruckStorage } from './struck-dishes.ts'

/** The struck dishes as the board uses them. */
export interface StrikeOff {
  isStruck(orderId: number, item: number): boolean
  toggle(orderId: number, item: number): void
}

/** Reads and changes the struck dishes of this device; `orderIds`: those under way, `undefined` until they are known. */
export function useStruckDishes(orderIds: ReadonlySet<number> | undefined): StrikeOff {
  const storeId = useUi().view.host.pairing?.store.id ?? ''
  const dishes = useMemo(() => createStruckDishes(deviceStorage(), storeId), [storeId])
  const struck = useSyncExternalStore(dishes.subscribe, dishes.read)
  useEffect(() => {
    addEventListener('storage', dishes.lookAgain)
    return () => removeEventListener('storage', dishes.lookAgain)
  }, [dishes])
  useEffect(() => {
    if (orderIds !== undefined) dishes.keep(orderIds)
  }, [dishes, orderIds])
  return useMemo(
    () => ({
      isStruck: (orderId, item) => struck[orderId]?.includes(item) ?? false,
      toggle: dishes.toggle,
    }),
    [dishes, struck],
  )
}

/** Returns the page's storage; `undefined` where a browser forbids it, which throws a `SecurityError`. */
function deviceStorage(): StruckStorage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}
