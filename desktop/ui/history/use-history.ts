import { useCallback, useEffect, useRef, useState } from 'react'
import type { OrderTotals } from '../../../shared/api/order-history.ts'
import type { OrderQuery } from '../../../shared/api/orders.ts'
import { useUi } from '../parts/context.tsx'
import { type HistoryOrder, withHistory } from './order-table.ts'

export type Search = Partial<Pick<OrderQuery, 'number' | 'phone' | 'status' | 'from' | 'to'>>

export interface SearchPage {
  orders: readonly HistoryOrder[]
  /** The sums of all that the search finds; absent before they have come, and of a server that does not tell them. */
  totals: OrderTotals | undefined
  /** Loads the next page; `undefined`: there is none. */
  more: (() => void) | undefined
  /** Whether a human waits for an answer; not while the list only looks again. */
  busy: boolean
  /** The code of the failed request. */
  fault: string | undefined
}

const PAGE = 30
/** The server's largest page. */
const MOST = 200
/** The time in which events are gathered into one request. */
const GATHER_MS = 250
const LOOK_AGAIN_MS = 30_000

interface Found {
  orders: readonly HistoryOrder[]
  next: string | null
  totals: OrderTotals | undefined
}

const NOTHING: Found = { orders: [], next: null, totals: undefined }

/**
 * Loads the orders that match, newest first, 30 a page, and looks again by itself after each event and every 30 s. A reply
 * to a former search is dropped.
 */
export function useHistory(search: Search): SearchPage {
  const { bridge, clock } = useUi()
  const [found, setFound] = useState(NOTHING)
  const [busy, setBusy] = useState(true)
  const [fault, setFault] = useState<string>()
  const asked = useRef(0)
  const waiting = useRef(false)
  const shown = useRef(0)
  shown.current = found.orders.length

  const load = useCallback(
    async (how: { cursor: string } | 'anew' | 'again') => {
      // Whoever waits for a page gets that page.
      if (how === 'again' && waiting.current) return
      const mine = ++asked.current
      waiting.current = how !== 'again'
      if (waiting.current) setBusy(true)
      const limit = how === 'again' ? Math.min(MOST, Math.max(PAGE, shown.current)) : PAGE
      const cursor = typeof how === 'object' ? how.cursor : undefined
      const page = await bridge.orders({ ...search, history: 'true', limit, ...(cursor !== undefined && { cursor }) })
      if (mine !== asked.current) return
      waiting.current = false
      setBusy(false)
      setFault(page.ok ? undefined : page.code)
      if (!page.ok) return
      const { next, history } = page.value
      const orders = withHistory(page.value.orders, history)
      setFound((before) => {
        const totals = history?.totals ?? before.totals
        if (cursor !== undefined) return { orders: [...before.orders, ...orders], next, totals }
        if (how === 'anew' || before.orders.length <= MOST) return { orders, next, totals }
        // What was loaded beyond the server's largest page stays as it was read.
        const again = new Set(orders.map(({ order }) => order.id))
        const last = orders.at(-1)?.order.createdAt ?? 0
        const older = before.orders.filter(({ order }) => !again.has(order.id) && order.createdAt <= last)
        return { orders: [...orders, ...older], next: before.next, totals }
      })
    },
    [bridge, search],
  )

  useEffect(() => {
    let cancel = () => {}
    const soon = () => {
      cancel()
      cancel = clock.after(GATHER_MS, () => void load('again'))
    }
    void load('anew')
    const stopLooking = clock.every(LOOK_AGAIN_MS, soon)
    const unsubscribe = bridge.onEvent(({ type }) => {
      if (type === 'reminded' || type === 'closed' || type === 'decided') soon()
    })
    return () => {
      // What is still on its way belongs to a search that is over.
      asked.current += 1
      cancel()
      stopLooking()
      unsubscribe()
    }
  }, [bridge, clock, load])

  const { orders, next, totals } = found
  return { orders, totals, more: next === null ? undefined : () => void load({ cursor: next }), busy, fault }
}
