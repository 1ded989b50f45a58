import { useContext, useState } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { formatMoney } from '../../../shared/money.ts'
import { Boundary } from '../parts/boundary.tsx'
import { useUi } from '../parts/context.tsx'
import { fulfilmentOf, statusOf, tailOf } from '../parts/format.ts'
import { PlainOrder } from '../parts/plain-order.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { WarningList } from '../parts/warning-list.tsx'
import { PrintedOrder, PrintPlace } from '../printing/printed-order.ts'
import { OrderMoves } from './order-moves.tsx'
import { OrderStory } from './order-story.tsx'
import { OrderTimes } from './order-times.tsx'
import { Sheet } from './sheet.tsx'

/** Shows everything about one order in front of the board, with all its moves; what cannot be drawn makes way for the plain order. */
export function OrderView({ order, close }: { order: ReadOrder; close(): void }) {
  const { messages, openNumbers } = useUi()
  const heading = (
    <>
      <span className="unseen">{messages.order.number}</span> {tailOf(order.number, openNumbers)}
    </>
  )
  const tags = (
    <>
      <span className="tag">{fulfilmentOf(order, messages)}</span>
      <span className="tag" data-status={order.status}>
        {statusOf(order, messages)}
      </span>
    </>
  )
  return (
    <Sheet className="order-view" heading={heading} beside={tags} close={close}>
      <Boundary instead={() => <PlainOrder order={order} />}>
        <WholeOrder order={order} />
      </Boundary>
      {/* Behind an open sheet nobody could take the answer back. */}
      <OrderMoves order={order} moved={close} />
      <PrintPart order={order} />
    </Sheet>
  )
}

/** Offers to print the order. */
function PrintPart({ order }: { order: ReadOrder }) {
  const { printing } = useUi().messages
  const part = useContext(PrintPlace)
  const [open, setOpen] = useState(false)
  if (open) return <PrintedOrder value={order}>{part}</PrintedOrder>
  return (
    <button type="button" className="button quiet" data-print onClick={() => setOpen(true)}>
      {printing.open}
    </button>
  )
}

function WholeOrder({ order }: { order: ReadOrder }) {
  const { messages } = useUi()
  const items = order.items.map((item, index) => ({ ...item, key: `${index}` }))
  return (
    <>
      <WarningList order={order} className="card-warnings" />
      {order.remark !== null && order.remark !== '' && (
        <p className="card-remark">
          <UntrustedText text={order.remark} />
        </p>
      )}
      <ul className="slip-dishes" aria-label={messages.order.items}>
        {items.map(({ key, name, quantity, note, unitAmountMinor }) => (
          <li key={key} className="slip-dish">
            <b data-long={quantity > 99}>{quantity}</b>
            <span>
              <UntrustedText text={name} />
              {note !== undefined && note !== '' && (
                <em>
                  <UntrustedText text={note} />
                </em>
              )}
            </span>
            {unitAmountMinor !== undefined && <Money amountMinor={unitAmountMinor} currency={order.currency} />}
          </li>
        ))}
      </ul>
      <OrderFacts order={order} />
      <OrderTimes order={order} />
      <OrderStory orderId={order.id} />
    </>
  )
}

function Money({ amountMinor, currency }: { amountMinor: number; currency: string }) {
  const { locale } = useUi()
  return <span className="figure">{formatMoney(amountMinor, currency, locale)}</span>
}

/** Shows the whole number, the customer, the money and where it is, and why the order ended. */
function OrderFacts({ order }: { order: ReadOrder }) {
  const { messages } = useUi()
  const { board } = messages
  const { name, phone, address } = order.customer ?? {}
  const customer = [name, phone, address].filter((part) => part !== undefined && part !== '')
  return (
    <dl className="facts">
      <div>
        <dt>{messages.order.number}</dt>
        <dd>
          <UntrustedText text={order.number} max={64} />
        </dd>
      </div>
      <div>
        <dt>{board.money}</dt>
        <dd>
          <Money amountMinor={order.amountMinor} currency={order.currency} /> ·{' '}
          {board.paid[order.payStatus] ?? order.payStatus}
        </dd>
      </div>
      {order.refundedMinor > 0 && (
        <div>
          <dt>{board.refunded}</dt>
          <dd>
            <Money amountMinor={order.refundedMinor} currency={order.currency} />
          </dd>
        </div>
      )}
      {customer.length > 0 && (
        <div>
          <dt>{messages.order.customer}</dt>
          <dd>
            <UntrustedText text={customer.join(' · ')} />
          </dd>
        </div>
      )}
      {order.reason !== null && (
        <div>
          <dt>{messages.order.reason}</dt>
          <dd>
            <UntrustedText text={order.reason} />
          </dd>
        </div>
      )}
    </dl>
  )
}
