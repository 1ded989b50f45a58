import { formatMoney } from '../../../shared/money.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { toldKind } from '../../../shared/reminder.ts'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'

/** Shows the part that distinguishes an urge, a cancellation, a missed order or an unknown kind from a new order. */
export function Insistence({ reminder: { type, order, content } }: { reminder: ReminderFrame }) {
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
