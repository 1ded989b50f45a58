import type { ReactNode } from 'react'
import { formatMoney } from '../../../shared/money.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { ClaimedBy } from '../parts/claimed-by.tsx'
import { useUi } from '../parts/context.tsx'
import { calledOf } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'

interface TicketHeadProps {
  reminder: ReminderFrame
  /** Stands below the rest, where there is room. */
  children: ReactNode
}

/** Shows the number to call, how much food and money it is, and the whole number. */
export function TicketHead({ reminder, children }: TicketHeadProps) {
  const { messages, locale, openNumbers } = useUi()
  const { order, n } = reminder
  const called = calledOf(reminder, messages, openNumbers)
  const portions = order.items.reduce((sum, { quantity }) => sum + quantity, 0)
  return (
    <header className="ticket-head">
      <p className="ticket-tail" data-letters={/\D/.test(called)} data-long={called.length > 4}>
        {called}
      </p>
      <div className="ticket-facts">
        {portions > 0 && (
          <strong className="ticket-portions">{messages.alert.portions(portions, order.moreItems > 0)}</strong>
        )}
        {order.amountMinor !== undefined && (
          <strong className="ticket-amount">{formatMoney(order.amountMinor, order.currency, locale)}</strong>
        )}
        <p className="ticket-number">
          <span>{messages.order.number} </span>
          <UntrustedText text={order.number} max={64} />
        </p>
        {order.payment !== undefined && <p className="ticket-again">{messages.order.cash(order)}</p>}
        {order.revived && <p className="ticket-again">{messages.order.revived}</p>}
        {n > 1 && <p className="ticket-again">{messages.alert.again(n)}</p>}
        <ClaimedBy reminder={reminder} />
      </div>
      {children}
    </header>
  )
}
