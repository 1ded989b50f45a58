import type { OrderTotals } from '../../../shared/api/order-history.ts'
import { formatMoney } from '../../../shared/money.ts'
import { useUi } from '../parts/context.tsx'

/** Shows the sums of all that a search finds: a line for each currency, and what has to go back only where something has. */
export function HistoryTotals({ totals }: { totals: OrderTotals }) {
  const { messages, locale } = useUi()
  const words = messages.history.totals
  return (
    <dl className="history-totals">
      <div>
        <dt className="unseen">{messages.history.title}</dt>
        <dd>{words.orders(totals.orders)}</dd>
      </div>
      {totals.sums.map(({ currency, takenMinor, refundedMinor, owedMinor }) => (
        <div key={currency}>
          <dt>{words.taken}</dt>
          <dd>{formatMoney(takenMinor, currency, locale)}</dd>
          {refundedMinor > 0 && (
            <>
              <dt>{words.refunded}</dt>
              <dd>{formatMoney(refundedMinor, currency, locale)}</dd>
            </>
          )}
          {owedMinor > 0 && (
            <>
              <dt>{words.owed}</dt>
              <dd data-owed="true">{formatMoney(owedMinor, currency, locale)}</dd>
            </>
          )}
        </div>
      ))}
    </dl>
  )
}
