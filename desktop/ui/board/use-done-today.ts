import { useEffect, useState } from 'react'
import type { ReadOrder, ReadStatistics } from '../../../shared/api/read-orders.ts'
import { ORDER_STATUS } from '../../../shared/order.ts'
import { useUi } from '../parts/context.tsx'
import { loadAllOrders } from './load-all-orders.ts'

/** An order that is done today may have been placed yesterday. */
const DAY_MS = 24 * 3600_000

/**
 * Loads the orders that were completed today, the latest first, while `wanted`, and anew with each new `statistics`;
 * `undefined` before they have come.
 */
export function useDoneToday(
  wanted: boolean,
  statistics: ReadStatistics | undefined,
): readonly ReadOrder[] | undefined {
  const { bridge } = useUi()
  const [done, setDone] = useState<readonly ReadOrder[]>()
  useEffect(() => {
    if (!wanted || statistics === undefined) return
    const { since } = statistics.today
    let current = true
    const query = { status: [ORDER_STATUS.completed], from: Math.max(0, since - DAY_MS) }
    void loadAllOrders(bridge, query, () => current).then((orders) => {
      if (!current || orders === undefined) return
      const today = orders.filter(({ completedAt }) => (completedAt ?? 0) >= since)
      setDone(today.toSorted((a, b) => (b.completedAt ?? 0) - (a.completedAt ?? 0)))
    })
    return () => {
      current = false
    }
  }, [bridge, wanted, statistics])
  return done
}
