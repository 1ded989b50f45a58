import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { useUi } from '../parts/context.tsx'
import { fulfilmentOf, tailOf } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { WarningList } from '../parts/warning-list.tsx'
import { useOrderMoves } from './use-order-moves.ts'

/**
 * Shows an order that waits for acceptance and has no reminder any more, as a missed one. Its button shows all of it, with
 * its answers: nobody accepts what they have not read.
 */
export function WaitingOrder({ order, open }: { order: ReadOrder; open(): void }) {
  const { messages, openNumbers } = useUi()
  const { given } = useOrderMoves(order)
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
              <UntrustedText text={order.remark} max={120} still />{' '}
            </b>
          )}
          <UntrustedText
            text={order.items.map(({ name, quantity }) => `${quantity}× ${name}`).join(' · ')}
            max={160}
            still
          />
        </p>
      </div>
      <button type="button" className="button wait-open" disabled={given !== undefined} onClick={open}>
        {given === undefined ? messages.board.open : messages.undo.will[given]}
      </button>
    </article>
  )
}
