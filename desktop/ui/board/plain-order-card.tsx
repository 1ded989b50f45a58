import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { PlainOrder } from '../parts/plain-order.tsx'
import { OrderMoves } from './order-moves.tsx'

/** Shows an order whose card could not be drawn: number, remark, dishes with their notes, and its moves. */
export function PlainOrderCard({ order }: { order: ReadOrder }) {
  return (
    <article className="card" data-status={order.status}>
      <PlainOrder order={order} />
      <OrderMoves order={order} />
    </article>
  )
}
