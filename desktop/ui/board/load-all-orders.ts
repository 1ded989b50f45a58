import type { OrderQuery } from '../../../shared/api/orders.ts'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import type { Bridge } from '../bridge.ts'

/** The largest page of the server's list. */
const PAGE = 200

/**
 * Loads every order that a search finds, newest first, however many pages that takes; each stands once, also when orders
 * move between two pages. `undefined`: a request failed, or nobody wants them any more.
 */
export async function loadAllOrders(
  bridge: Bridge,
  query: Partial<Omit<OrderQuery, 'storeId' | 'limit' | 'cursor'>>,
  isWanted: () => boolean,
): Promise<ReadOrder[] | undefined> {
  const found = new Map<number, ReadOrder>()
  let cursor: string | undefined
  do {
    const page = await bridge.orders({ ...query, limit: PAGE, ...(cursor !== undefined && { cursor }) })
    if (!page.ok || !isWanted()) return undefined
    for (const order of page.value.orders) if (!found.has(order.id)) found.set(order.id, order)
    cursor = page.value.next ?? undefined
  } while (cursor !== undefined)
  return [...found.values()]
}
