import { useState } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { formatMoney } from '../../../shared/money.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import { OrderStory } from '../board/order-story.tsx'
import { OrderTimes } from '../board/order-times.tsx'
import { useUi } from '../parts/context.tsx'
import { dateAndTime, statusOf, tailOf, timeOfDay } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { answererOf, type HistoryOrder } from './order-table.ts'

/**
 * Shows an order as a line, with who answered it and where its money is, that opens to its items, its customer, the reason of
 * its end, and its whole story.
 */
export function OrderRow({ order, answer, refunds }: HistoryOrder) {
  const { messages, locale, timezone } = useUi()
  const [opened, setOpened] = useState(false)
  return (
    <li className="row">
      <details onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
        <summary>
          <strong className="row-tail">{tailOf(order.number)}</strong>
          <span className="row-number">
            <UntrustedText text={order.number} max={64} />
          </span>
          <span className="row-tags">
            {order.missedAt !== null && (
              <span className="tag" data-kind="missed">
                {messages.order.missed}
              </span>
            )}
            <span className="tag" data-status={order.status}>
              {statusOf(order, messages)}
            </span>
            {refunds.map(({ id, state }) => (
              <span key={id} className="tag" data-refund={state}>
                {ownEntry(messages.money.tag, state) ?? state}
              </span>
            ))}
            {answer !== undefined && (
              <span className="row-answer">
                <span className="unseen">{messages.history.answered}</span>{' '}
                <UntrustedText text={answererOf(answer, messages)} max={40} still /> {timeOfDay(answer.at, timezone)}
              </span>
            )}
          </span>
          <span className="row-amount">{formatMoney(order.amountMinor, order.currency, locale)}</span>
          <time dateTime={new Date(order.createdAt).toISOString()}>{dateAndTime(order.createdAt, timezone)}</time>
        </summary>
        <OrderDetails order={order} />
        {opened && (
          <div className="row-story">
            <OrderTimes order={order} />
            <OrderStory orderId={order.id} />
          </div>
        )}
      </details>
    </li>
  )
}

function OrderDetails({ order }: { order: ReadOrder }) {
  const { messages } = useUi()
  const { name, phone, address } = order.customer ?? {}
  const customer = [name, phone, address].filter((part) => part !== undefined && part !== '')
  const items = order.items.map((item, index) => ({ ...item, key: `${index}` }))
  const facts: [string, string | null][] = [
    [messages.order.remark, order.remark],
    [messages.order.reason, order.reason],
    [messages.order.customer, customer.length === 0 ? null : customer.join(' · ')],
  ]
  return (
    <div className="row-details">
      <ul className="card-items">
        {items.map(({ key, name, quantity, note }) => (
          <li key={key}>
            <b>{quantity}×</b> <UntrustedText text={note === undefined ? name : `${name}（${note}）`} />
          </li>
        ))}
      </ul>
      <dl>
        {facts.map(([label, text]) =>
          text === null || text === '' ? null : (
            <div key={label} data-remark={label === messages.order.remark}>
              <dt>{label}</dt>
              <dd>
                <UntrustedText text={text} />
              </dd>
            </div>
          ),
        )}
      </dl>
    </div>
  )
}
