import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { useUi } from '../parts/context.tsx'
import { fulfilmentOf, tailOf } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { WarningList } from '../parts/warning-list.tsx'
import { OrderMoves } from './order-moves.tsx'

/** Shows an order that waits for acceptance and has no reminder any more, as a missed one: it is answered here. */
export function WaitingOrder({ order }: { order: ReadOrder }) {
  const { messages, openNumbers } = useUi()
  const tail = tailOf(order.number, openNumbers)
  const missed = order.missedAt !== null
  return (
    <article
      className="card wait"
      data-status={order.status}
      data-kind={missed ? 'missed' : 'new_order'}
      aria-label={`${messages.order.number} ${tail}`}
    >
      <strong className="card-tail" data-long={tail.length > 4}>
        {tail}
      </strong>
      <div className="wait-text">
        <p className="wait-kind">
          <b>{missed ? messages.order.missed : messages.kind.new_order}</b>
          <span>{fulfilmentOf(order, messages)}</span>
        </p>
        <WarningList order={order} className="card-warnings" />
        <p className="wait-gist">
          {order.remark !== null && (
            <b>
              <UntrustedText text={order.remark} max={120} />{' '}
            </b>
          )}
          <UntrustedText text={order.items.map(({ name, quantity }) => `${quantity}× ${name}`).join(' · ')} max={160} />
        </p>
      </div>
      <OrderMoves order={order} />
    </article>
  )
}
