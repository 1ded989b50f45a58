import type { ReadStatistics } from '../../../shared/api/read-orders.ts'
import { formatMoney } from '../../../shared/money.ts'
import { useUi } from '../parts/context.tsx'

/** Shows the day in a line: unanswered reminders, paid orders, turnover. */
export function Today({ statistics, waiting }: { statistics: ReadStatistics | undefined; waiting: number }) {
  const { messages, locale } = useUi()
  const turnover = statistics?.today.turnover ?? []
  return (
    <dl className="today">
      <div data-urgent={waiting > 0}>
        <dt>{messages.board.unanswered}</dt>
        <dd>{waiting}</dd>
      </div>
      <div>
        <dt>{messages.board.ordersToday}</dt>
        <dd>{statistics?.today.paid ?? '–'}</dd>
      </div>
      <div>
        <dt>{messages.board.turnoverToday}</dt>
        <dd>
          {turnover.length === 0
            ? '–'
            : turnover.map(({ currency, amountMinor }) => formatMoney(amountMinor, currency, locale)).join(' + ')}
        </dd>
      </div>
    </dl>
  )
}
