import { formatMoney } from '../../../shared/money.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { type FrameOrder, toldKind } from '../../../shared/reminder.ts'
import { useUi } from '../parts/context.tsx'
import { calledOf, fulfilmentOf } from '../parts/format.ts'
import { ReadWhole } from '../parts/read-whole.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { WarningList } from '../parts/warning-list.tsx'
import { Countdown } from './countdown.tsx'

/**
 * Draws one reminder as a paper ticket: the number to call on the left, the dishes on the right. A reminder without an
 * order is one sheet, because its name already stands above it.
 */
export function Ticket({ reminder, headingId }: { reminder: ReminderFrame; headingId: string }) {
  const { messages, openNumbers } = useUi()
  const { order } = reminder
  const called = calledOf(reminder, messages, openNumbers)
  if (order.number === '') {
    return (
      <div className="ticket-body">
        <p className="unseen" id={headingId}>
          {called}
        </p>
        <TicketDetails reminder={reminder} />
        <Facts reminder={reminder} />
      </div>
    )
  }
  return (
    <>
      <header className="ticket-head">
        <p className="ticket-tail" id={headingId} data-letters={/\D/.test(called)} data-long={called.length > 4}>
          {called}
        </p>
        <p className="ticket-number">
          {messages.order.number} <UntrustedText text={order.number} max={64} />
        </p>
        <Facts reminder={reminder} />
      </header>
      <div className="ticket-body">
        <TicketDetails reminder={reminder} />
      </div>
    </>
  )
}

/** Shows fulfilment, amount and waiting time, as far as they could be read. */
function Facts({ reminder }: { reminder: ReminderFrame }) {
  const { messages, locale } = useUi()
  const { order, n } = reminder
  const fulfilment = fulfilmentOf(order, messages)
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
      {order.revived && <p className="ticket-again">{messages.order.revived}</p>}
      {n > 1 && <p className="ticket-again">{messages.alert.again(n)}</p>}
    </>
  )
}

/** Shows the text of a reminder: urges, warnings, remark, dishes, customer. */
function TicketDetails({ reminder }: { reminder: ReminderFrame }) {
  const { messages } = useUi()
  const { order } = reminder
  return (
    <>
      <Insistence reminder={reminder} />
      {toldKind(reminder) !== 'cancel' && <WarningList order={order} className="warnings" />}
      {reminder.unsure && <p className="unsure">{messages.alert.unsure}</p>}
      {order.remark !== undefined && (
        <p className="remark">
          <span className="remark-label">{messages.order.remark}</span>
          <UntrustedText text={order.remark} />
        </p>
      )}
      <ReadWhole reminder={reminder} />
      <Items order={order} />
      <Customer customer={order.customer} />
    </>
  )
}

/** Shows the part that distinguishes an urge, a cancellation, a missed order or an unknown kind from a new order. */
function Insistence({ reminder: { type, order, content } }: { reminder: ReminderFrame }) {
  const { messages, locale } = useUi()
  const kind = toldKind({ type, order })
  if (kind === 'new_order') return null
  if (kind === 'urge') return <p className="insistence">{messages.alert.urgedTimes(order.urges)}</p>
  if (kind === 'missed') {
    return (
      <div className="insistence">
        <p>{messages.alert.callCustomer}</p>
        <p className="insistence-reason">{messages.alert.answerOnBoard}</p>
      </div>
    )
  }
  if (order.refund !== undefined) {
    const { state, amountMinor } = order.refund
    const amount = amountMinor === undefined ? '' : formatMoney(amountMinor, order.currency, locale)
    return <p className="insistence">{messages.alert.refunded[state](amount)}</p>
  }
  if (kind === 'other') {
    return content === '' ? null : (
      <p className="insistence">
        <UntrustedText text={content} />
      </p>
    )
  }
  return (
    <div className="insistence">
      <p>{messages.alert.stopCooking}</p>
      {order.cancelReason !== undefined && (
        <p className="insistence-reason">
          {messages.order.reason} <UntrustedText text={order.cancelReason} max={200} />
        </p>
      )}
    </div>
  )
}

function Items({ order: { items, moreItems } }: { order: FrameOrder }) {
  const { messages } = useUi()
  if (items.length === 0 && moreItems === 0) return null
  // Items have no ids, so their place is their key.
  const rows = items.map((item, index) => ({ ...item, key: `${index}` }))
  return (
    <ul className="items" aria-label={messages.order.items}>
      {rows.map(({ key, name, quantity, note }) => (
        <li key={key}>
          <span className="item-quantity">{quantity}×</span>
          <span className="item-name">
            <UntrustedText text={name} max={200} />
            {note !== undefined && (
              <span className="item-note">
                <UntrustedText text={note} max={200} />
              </span>
            )}
          </span>
        </li>
      ))}
      {moreItems > 0 && <li className="items-more">{messages.order.more(moreItems)}</li>}
    </ul>
  )
}

function Customer({ customer }: { customer: FrameOrder['customer'] }) {
  const { messages } = useUi()
  const parts = [customer?.name, customer?.phone, customer?.address].filter((part) => part !== undefined)
  if (parts.length === 0) return null
  return (
    <dl className="customer">
      <dt>{messages.order.customer}</dt>
      {parts.map((part) => (
        <dd key={part}>
          <UntrustedText text={part} max={160} />
        </dd>
      ))}
    </dl>
  )
}
