import { formatMoney } from '../../../shared/money.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import type { OrderSummary } from '../../../shared/reminder.ts'
import { useUi } from '../parts/context.tsx'
import { tailOf } from '../parts/format.ts'
import { Stranger } from '../parts/untrusted-text.tsx'
import { Countdown } from './countdown.tsx'

/** One reminder as a paper ticket: the number to call on the left, what to cook on the right. */
export function Ticket({ reminder, headingId }: { reminder: ReminderFrame; headingId: string }) {
  const { words, locale } = useUi()
  const { order, n } = reminder
  const tail = tailOf(order.number)
  return (
    <>
      <header className="ticket-head">
        <p className="ticket-tail" id={headingId} data-letters={/[A-Z]/.test(tail)}>
          {tail}
        </p>
        <p className="ticket-number">
          {words.order.number} <Stranger text={order.number} max={64} />
        </p>
        <p className="ticket-facts">
          <span className="tag">{words.fulfilment[order.fulfilment]}</span>
          <strong className="ticket-amount">{formatMoney(order.amountMinor, order.currency, locale)}</strong>
        </p>
        <Countdown reminder={reminder} />
        {n > 1 && <p className="ticket-again">{words.alert.again(n)}</p>}
      </header>
      <div className="ticket-body">
        <Insistence reminder={reminder} />
        {order.remark !== undefined && (
          <p className="remark">
            <span className="remark-label">{words.order.remark}</span>
            <Stranger text={order.remark} />
          </p>
        )}
        <Items order={order} />
        <Customer customer={order.customer} />
      </div>
    </>
  )
}

/** What makes an urge or a cancellation different from an order. */
function Insistence({ reminder: { type, order } }: { reminder: ReminderFrame }) {
  const { words } = useUi()
  if (type === 2) return <p className="insistence">{words.alert.urgedTimes(order.urges)}</p>
  if (type !== 3) return null
  return (
    <div className="insistence">
      <p>{words.alert.stopCooking}</p>
      {order.cancelReason !== undefined && (
        <p className="insistence-reason">
          {words.order.reason} <Stranger text={order.cancelReason} max={200} />
        </p>
      )}
    </div>
  )
}

function Items({ order: { items, moreItems } }: { order: OrderSummary }) {
  const { words } = useUi()
  // Items have no names of their own that would stay the same: their place is who they are.
  const rows = items.map((item, index) => ({ ...item, key: `${index}` }))
  return (
    <ul className="items" aria-label={words.order.items}>
      {rows.map(({ key, name, quantity, note }) => (
        <li key={key}>
          <span className="item-quantity">{quantity}×</span>
          <span className="item-name">
            <Stranger text={name} max={200} />
            {note !== undefined && (
              <span className="item-note">
                <Stranger text={note} max={200} />
              </span>
            )}
          </span>
        </li>
      ))}
      {moreItems > 0 && <li className="items-more">{words.order.more(moreItems)}</li>}
    </ul>
  )
}

function Customer({ customer }: { customer: OrderSummary['customer'] }) {
  const { words } = useUi()
  const parts = [customer?.name, customer?.phone, customer?.address].filter((part) => part !== undefined)
  if (parts.length === 0) return null
  return (
    <dl className="customer">
      <dt>{words.order.customer}</dt>
      {parts.map((part) => (
        <dd key={part}>
          <Stranger text={part} max={160} />
        </dd>
      ))}
    </dl>
  )
}
