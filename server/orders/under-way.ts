import { ORDER_STATUS, type OrderStatus } from '../../shared/order.ts'

/** The statuses of a paid order that the shop still has to deal with. */
export const UNDER_WAY: readonly OrderStatus[] = [
  ORDER_STATUS.to_be_confirmed,
  ORDER_STATUS.confirmed,
  ORDER_STATUS.delivering,
]

/**
 * The same as SQL, in the words of the predicate of the index `orders_under_way`: SQLite uses a partial index only for
 * a query that repeats its predicate (sqlite.org/partialindex.html).
 */
export const IS_UNDER_WAY = `status IN (${UNDER_WAY.join(', ')})`
