import type { ReadOrder } from '../../../shared/api/read-orders.ts'

/**
 * Takes over orders that were read anew; of those that have not changed, the objects of before, so that nothing is
 * computed or drawn anew for them.
 */
export function keepSame(before: readonly ReadOrder[], read: readonly ReadOrder[]): readonly ReadOrder[] {
  const known = new Map(before.map((order) => [order.id, order]))
  return read.map((order) => {
    const old = known.get(order.id)
    return old !== undefined && JSON.stringify(old) === JSON.stringify(order) ? old : order
  })
}
