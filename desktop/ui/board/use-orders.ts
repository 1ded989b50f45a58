import { useCallback, useEffect, useState } from 'react'
import type { ReadOrder, ReadStatistics } from '../../../shared/api/read-orders.ts'
import { ORDER_STATUS } from '../../../shared/order.ts'
import { useUi } from '../parts/context.tsx'

export interface BoardOrders {
  /** The paid, accepted and delivering orders, oldest first. */
  underWay: readonly ReadOrder[]
  doneToday: readonly ReadOrder[]
  statistics: ReadStatistics | undefined
  /** Whether the last request failed, so that the orders may be out of date. */
  stale: boolean
}

const NOTHING_YET: BoardOrders = { underWay: [], doneToday: [], statistics: undefined, stale: false }
const UNDER_WAY = [ORDER_STATUS.to_be_confirmed, ORDER_STATUS.confirmed, ORDER_STATUS.delivering] as const
/** An order may be under way since yesterday. */
const DAY_MS = 24 * 3600_000
const MOST = 200
/** The time in which events are gathered into one request. */
const GATHER_MS = 120
const LOOK_AGAIN_MS = 30_000

/** Loads the orders of the board: at first, after each event, and every 30 s. A failure marks them as stale. */
export function useOrders(): BoardOrders {
  const { bridge, clock, view } = useUi()
  const [orders, setOrders] = useState(NOTHING_YET)
  const connected = view.status.link === 'connected'

  const load = useCallback(
    async (isWanted: () => boolean) => {
      const [statistics, underWay] = await Promise.all([
        bridge.statistics(),
        bridge.orders({ status: [...UNDER_WAY], limit: MOST }),
      ])
      const outdate = () => setOrders((before) => ({ ...before, stale: before.statistics !== undefined }))
      if (!statistics.ok || !underWay.ok) return isWanted() ? outdate() : undefined
      const { since } = statistics.value.today
      const done = await bridge.orders({
        status: [ORDER_STATUS.completed],
        from: Math.max(0, since - DAY_MS),
        limit: MOST,
      })
      if (!isWanted()) return
      if (!done.ok) return outdate()
      setOrders({
        underWay: underWay.value.orders.toReversed(),
        doneToday: done.value.orders.filter(({ completedAt }) => (completedAt ?? 0) >= since),
        statistics: statistics.value,
        stale: false,
      })
    },
    [bridge],
  )

  useEffect(() => {
    let wanted = true
    let cancel = () => {}
    const soon = () => {
      cancel()
      cancel = clock.after(GATHER_MS, () => void load(() => wanted))
    }
    void load(() => wanted)
    const stopLooking = clock.every(LOOK_AGAIN_MS, soon)
    const unsubscribe = bridge.onEvent(({ type }) => {
      if (type === 'reminded' || type === 'closed' || type === 'decided') soon()
    })
    return () => {
      wanted = false
      cancel()
      stopLooking()
      unsubscribe()
    }
  }, [bridge, clock, load])

  return connected ? orders : { ...orders, stale: orders.statistics !== undefined }
}
