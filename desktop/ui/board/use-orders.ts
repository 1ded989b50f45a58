import { useCallback, useEffect, useState } from 'react'
import type { ReadOrder, ReadStatistics } from '../../../shared/api/read-orders.ts'
import { ORDER_STATUS } from '../../../shared/order.ts'
import { useUi } from '../parts/context.tsx'
import { keepSame } from './keep-same.ts'
import { loadAllOrders } from './load-all-orders.ts'

export interface BoardOrders {
  /** The paid, accepted and delivering orders, oldest first: all that the server has. */
  underWay: readonly ReadOrder[]
  statistics: ReadStatistics | undefined
  /** Whether the last request failed, so that the orders may be out of date. */
  stale: boolean
}

const NOTHING_YET: BoardOrders = { underWay: [], statistics: undefined, stale: false }
const UNDER_WAY = [ORDER_STATUS.to_be_confirmed, ORDER_STATUS.confirmed, ORDER_STATUS.delivering] as const
/** The time in which events are gathered into one request. */
const GATHER_MS = 120
const LOOK_AGAIN_MS = 30_000

/** Loads the orders of the board: at first, whenever the link stands again, after each event, and every 30 s. A failure marks them as stale. */
export function useOrders(): BoardOrders {
  const { bridge, clock, view } = useUi()
  const [orders, setOrders] = useState(NOTHING_YET)
  const connected = view.status.link === 'connected'

  const load = useCallback(
    async (isWanted: () => boolean) => {
      const [statistics, underWay] = await Promise.all([
        bridge.statistics(),
        loadAllOrders(bridge, { status: [...UNDER_WAY] }, isWanted),
      ])
      if (!isWanted()) return
      if (!statistics.ok || underWay === undefined) {
        return setOrders((before) => ({ ...before, stale: before.statistics !== undefined }))
      }
      setOrders((before) => ({
        underWay: keepSame(before.underWay, underWay.toReversed()),
        statistics: statistics.value,
        stale: false,
      }))
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
    if (bridge.view().status.link !== 'connected') void load(() => wanted)
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

  useEffect(() => {
    if (!connected) return
    let wanted = true
    void load(() => wanted)
    return () => {
      wanted = false
    }
  }, [connected, load])

  return connected ? orders : { ...orders, stale: orders.statistics !== undefined }
}
