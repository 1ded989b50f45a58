import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { OrderMoves } from './order-moves.tsx'

/** Shows an order whose card could not be drawn: number, remark, dishes with their notes, and its moves. */
export function PlainOrderCard({ order }: { order: ReadOrder }) {
  const { messages } = useUi()
  const dishes = order.items.map(({ name, quantity, note }) => `${quantity}× ${name}${note ? ` (${note})` : ''}`)
  return (
    <article className="card" data-status={order.status}>
      <header>
        <strong className="card-tail">
          <UntrustedText text={order.number} max={64} />
        </strong>
      </header>
      <p className="card-note">{messages.plain.notDrawn}</p>
      {order.remark !== null && (
        <p className="card-remark">
          <UntrustedText text={order.remark} />
        </p>
      )}
      <p>
        <UntrustedText text={dishes.join(' · ')} />
      </p>
      <OrderMoves order={order} />
    </article>
  )
}
