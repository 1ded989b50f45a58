import { formatMoney } from '../../../shared/money.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { type FrameOrder, reminderKind } from '../../../shared/reminder.ts'
import { useUi } from '../parts/context.tsx'
import { calledOf, fulfilmentOf } from '../parts/format.ts'
import { Stranger } from '../parts/untrusted-text.tsx'
import { Countdown } from './countdown.tsx'

/**
 * One reminder as a paper ticket: the number to call on the left, what to cook on the right. A reminder that speaks of
 * no order is one sheet, because its name already stands above it.
 */
export function Ticket({ reminder, headingId }: { reminder: ReminderFrame; headingId: string }) {
  const { words } = useUi()
  const { order } = reminder
  const called = calledOf(reminder, words)
  if (order.number === '') {
    return (
      <div className="ticket-body">
        <p className="unseen" id={headingId}>
          {called}
        </p>
        <Told reminder={reminder} />
        <Facts reminder={reminder} />
      </div>
    )
  }
  return (
    <>
      <header className="ticket-head">
        <p className="ticket-tail" id={headingId} data-letters={/\D/.test(called)}>
          {called}
        </p>
        <p className="ticket-number">
          {words.order.number} <Stranger text={order.number} max={64} />
        </p>
        <Facts reminder={reminder} />
      </header>
      <div className="ticket-body">
        <Told reminder={reminder} />
      </div>
    </>
  )
}

/** How it is fulfilled, what it brings, how long it waits: whatever of it could be read. */
function Facts({ reminder }: { reminder: ReminderFrame }) {
  const { words, locale } = useUi()
  const { order, n } = reminder
  const fulfilment = fulfilmentOf(order, words)
  return (
    <>
      {(fulfilment !== '' || order.amountMinor !== undefined) && (
        <p className="ticket-facts">
          {fulfilment !== '' && <span className="tag">{fulfilment}</span>}
          {order.amountMinor !== undefined && (
            <strong className="ticket-amount">{formatMoney(order.amountMinor, order.currency, locale)}</strong>
          )}
        </p>
      )}
      <Countdown reminder={reminder} />
      {n > 1 && <p className="ticket-again">{words.alert.again(n)}</p>}
    </>
  )
}

/** All that is told of it. */
function Told({ reminder }: { reminder: ReminderFrame }) {
  const { words } = useUi()
  const { order } = reminder
  return (
    <>
      <Insistence reminder={reminder} />
      {reminder.unsure && <p className="unsure">{words.alert.unsure}</p>}
      {order.remark !== undefined && (
        <p className="remark">
          <span className="remark-label">{words.order.remark}</span>
          <Stranger text={order.remark} />
        </p>
      )}
      <Items order={order} />
      <Customer customer={order.customer} />
    </>
  )
}

/** What makes an urge, a cancellation or a kind that came after this client different from an order. */
function Insistence({ reminder: { type, order, content } }: { reminder: ReminderFrame }) {
  const { words } = useUi()
  const kind = reminderKind(type)
  if (kind === 'new_order') return null
  if (kind === 'urge') return <p className="insistence">{words.alert.urgedTimes(order.urges)}</p>
  if (kind === 'other') {
    return content === '' ? null : (
      <p className="insistence">
        <Stranger text={content} />
      </p>
    )
  }
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

function Items({ order: { items, moreItems } }: { order: FrameOrder }) {
  const { words } = useUi()
  if (items.length === 0 && moreItems === 0) return null
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

function Customer({ customer }: { customer: FrameOrder['customer'] }) {
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
