import type { ReadAttention } from '../../../shared/api/order-attention.ts'
import { sayPlan } from '../../core/money/say-money.ts'
import { useUi } from '../parts/context.tsx'
import { MoneyLine } from './money-line.tsx'
import { RefundItem } from './refund-item.tsx'

/**
 * Shows where an order's money goes: while the order can be called off, what that would do; and each payment of it that goes
 * back. `changed`: a refund was noted, and the order is to be read again.
 */
export function OrderMoney({ read, changed }: { read: ReadAttention; changed(): void }) {
  const { messages, locale } = useUi()
  const { money } = messages
  const { ifCalledOff, refunds = [], mayMark } = read
  if (!ifCalledOff && refunds.length === 0) return null
  return (
    <section className="story">
      <h3>{money.title}</h3>
      {ifCalledOff && (
        <>
          <p className="money-if">{money.ifCalledOff}</p>
          <MoneyLine said={sayPlan(ifCalledOff, locale)} />
        </>
      )}
      {refunds.length > 0 && (
        <ul className="refunds-of-order">
          {refunds.map((refund) => (
            <RefundItem key={refund.id} refund={refund} mayMark={mayMark} changed={changed} />
          ))}
        </ul>
      )}
    </section>
  )
}
