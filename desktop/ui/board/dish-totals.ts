import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { cleanLine } from '../../../shared/text.ts'

/** A dish over all tickets. `name` is cleaned: it is the customer's system's, and hostile. */
export interface DishTotal {
  name: string
  quantity: number
}

const MAX_NAME = 60

/** Cleans a dish's name, so that two tickets with the same dish agree. */
export function dishName(name: string): string {
  return cleanLine(name, MAX_NAME)
}

/** Sums the dishes of orders that still have to be made, the most first; `isStruck`: a dish that is done already. */
export function dishTotals(
  orders: readonly ReadOrder[],
  isStruck: (orderId: number, item: number) => boolean,
): DishTotal[] {
  const sums = new Map<string, number>()
  for (const { id, items } of orders) {
    for (const [index, { name, quantity }] of items.entries()) {
      if (isStruck(id, index)) continue
      const key = dishName(name)
      sums.set(key, (sums.get(key) ?? 0) + quantity)
    }
  }
  return [...sums]
    .map(([name, quantity]) => ({ name, quantity }))
    .toSorted((a, b) => b.quantity - a.quantity || (a.name < b.name ? -1 : 1))
}
