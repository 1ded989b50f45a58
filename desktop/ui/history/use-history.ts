import { useCallback, useEffect, useRef, useState } from 'react'
import type { OrderQuery } from '../../../shared/api/orders.ts'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { useUi } from '../parts/context.tsx'

export type Search = Partial<Pick<OrderQuery, 'number' | 'phone' | 'status' | 'from' | 'to'>>

export interface SearchPage {
  orders: readonly ReadOrder[]
  /** Loads the next page; `undefined`: there is none. */
  more: (() => void) | undefined
  busy: boolean
  /** The code of the failed request. */
  fault: string | undefined
}

const PAGE = 30

/** Loads the orders that match, newest first, 30 a page. A reply to a former search is dropped. */
export function useHistory(search: Search): SearchPage {
  const { bridge } = useUi()
  const [orders, setOrders] = useState<readonly ReadOrder[]>([])
  const [next, setNext] = useState<string | null>(null)
  const [busy, setBusy] = useState(true)
  const [fault, setFault] = useState<string>()
  const asked = useRef(0)

  const load = useCallback(
    async (cursor?: string) => {
      const mine = ++asked.current
      setBusy(true)
      const page = await bridge.orders({ ...search, limit: PAGE, ...(cursor !== undefined && { cursor }) })
      if (mine !== asked.current) return
      setBusy(false)
      setFault(page.ok ? undefined : page.code)
      if (!page.ok) return
      setOrders((before) => (cursor === undefined ? page.value.orders : [...before, ...page.value.orders]))
      setNext(page.value.next)
    },
    [bridge, search],
  )
  useEffect(() => void load(), [load])
  return { orders, more: next === null ? undefined : () => void load(next), busy, fault }
}
