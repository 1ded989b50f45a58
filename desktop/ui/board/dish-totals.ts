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

/** Sums the portions that still have to be made, the most first; `struck`: those of a line that are made already. */
export function dishTotals(
  orders: readonly ReadOrder[],
  struck: (order: ReadOrder, line: number) => number,
): DishTotal[] {
  const sums = new Map<string, number>()
  for (const order of orders) {
    for (const [line, { name, quantity }] of order.items.entries()) {
      const left = quantity - struck(order, line)
      if (left <= 0) continue
      const key = dishName(name)
      sums.set(key, (sums.get(key) ?? 0) + left)
    }
  }
  return [...sums]
    .map(([name, quantity]) => ({ name, quantity }))
    .toSorted((a, b) => b.quantity - a.quantity || (a.name < b.name ? -1 : 1))
}
