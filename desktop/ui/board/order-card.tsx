import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { formatMoney } from '../../../shared/money.ts'
import { ORDER_STATUS } from '../../../shared/order.ts'
import { useUi } from '../parts/context.tsx'
import { fulfilmentOf, tailOf, timeOfDay } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { WarningList } from '../parts/warning-list.tsx'
import { CardItems } from './card-items.tsx'
import { OrderMoves } from './order-moves.tsx'

/** Shows an order on the board, with the moves that its state allows. */
export function OrderCard({ order }: { order: ReadOrder }) {
  const { messages, locale, timezone, openNumbers } = useUi()
  const underWay = order.status < ORDER_STATUS.completed
  const at = order.completedAt ?? order.dispatchedAt ?? order.confirmedAt ?? order.createdAt
  return (
    <article
      className="card"
      data-status={order.status}
      aria-label={`${messages.order.number} ${tailOf(order.number, openNumbers)}`}
    >
      <header>
        <strong className="card-tail">{tailOf(order.number, openNumbers)}</strong>
        <span className="tag">{fulfilmentOf(order, messages)}</span>
        {order.missedAt !== null && order.status === ORDER_STATUS.to_be_confirmed && (
          <span className="tag" data-kind="missed">
            {messages.order.missed}
          </span>
        )}
        {order.urges > 0 && underWay && (
          <span className="tag" data-kind="urge">
            {messages.order.urged(order.urges)}
          </span>
        )}
      </header>
      {underWay && <WarningList order={order} className="card-warnings" />}
      {order.revivedAt !== null && underWay && <p className="card-note">{messages.order.revived}</p>}
      {order.remark !== null && underWay && (
        <p className="card-remark">
          <UntrustedText text={order.remark} max={120} />
        </p>
      )}
      {underWay && <CardItems items={order.items} more={0} />}
      <footer>
        <span>{formatMoney(order.amountMinor, order.currency, locale)}</span>
        <time dateTime={new Date(at).toISOString()}>{timeOfDay(at, timezone)}</time>
      </footer>
      <OrderMoves order={order} />
    </article>
  )
}
