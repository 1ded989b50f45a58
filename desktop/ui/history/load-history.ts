import type { Bridge } from '../bridge.ts'
import { type HistoryOrder, withHistory } from './order-table.ts'
import type { Search } from './use-history.ts'

/** The largest page of the server's list. */
const PAGE = 200

/**
 * Loads every order that a search finds, newest first, with who answered it and where its money is. `undefined`: a request
 * failed, or nobody wants them any more.
 */
export async function loadHistory(
  bridge: Pick<Bridge, 'orders'>,
  search: Search,
  isWanted: () => boolean,
): Promise<HistoryOrder[] | undefined> {
  const found = new Map<number, HistoryOrder>()
  let cursor: string | undefined
  do {
    const page = await bridge.orders({
      ...search,
      history: 'true',
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    })
    if (!page.ok || !isWanted()) return undefined
    // An order may move between two pages.
    for (const one of withHistory(page.value.orders, page.value.history))
      if (!found.has(one.order.id)) found.set(one.order.id, one)
    cursor = page.value.next ?? undefined
  } while (cursor !== undefined)
  return [...found.values()]
}
