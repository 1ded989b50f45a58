import type { ReadStatistics } from '../../../shared/api/read-orders.ts'
import { formatMoney } from '../../../shared/money.ts'
import { useUi } from '../parts/context.tsx'

/** The day in a line: how many wait, how many were paid, what they brought. */
export function Today({ statistics, waiting }: { statistics: ReadStatistics | undefined; waiting: number }) {
  const { words, locale } = useUi()
  const turnover = statistics?.today.turnover ?? []
  return (
    <dl className="today">
      <div data-urgent={waiting > 0}>
        <dt>{words.board.unanswered}</dt>
        <dd>{waiting}</dd>
      </div>
      <div>
        <dt>{words.board.ordersToday}</dt>
        <dd>{statistics?.today.paid ?? '–'}</dd>
      </div>
      <div>
        <dt>{words.board.turnoverToday}</dt>
        <dd>
          {turnover.length === 0
            ? '–'
            : turnover.map(({ currency, amountMinor }) => formatMoney(amountMinor, currency, locale)).join(' + ')}
        </dd>
      </div>
    </dl>
  )
}
