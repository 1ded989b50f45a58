import type { OrderItem } from '../../shared/api/orders.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import type { AnsweredBy } from '../../shared/reminder.ts'
import type { NewEvent } from '../events/tell-events.ts'
import { struckOf } from '../lib/stored-struck.ts'
import type { OrderRow } from '../orders/order-row.ts'

/**
 * Words that an order is ready, if it is: accepted, not yet on its way, and all of it struck off as made. Told once for each
 * order: a strike that is taken back and made again is a slip of a hand.
 */
export function readyEvents(order: OrderRow, by: AnsweredBy): NewEvent[] {
  if (order.status !== ORDER_STATUS.confirmed || !isAllStruck(order)) return []
  return [{ type: 'order.ready', storeId: order.store_id, order, data: { by }, once: `ready ${order.id}` }]
}

function isAllStruck({ items, struck }: OrderRow): boolean {
  const made = new Map(struckOf(struck).lines.map(({ line, portions }) => [line, portions]))
  const ordered = JSON.parse(items) as OrderItem[]
  return ordered.every(({ quantity }, line) => (made.get(line) ?? 0) >= quantity)
}
