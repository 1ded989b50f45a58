import type { ReactNode } from 'react'
import type { ReadStatistics } from '../../../shared/api/read-orders.ts'
import { formatMoney } from '../../../shared/money.ts'
import { Boundary } from '../parts/boundary.tsx'
import { useUi } from '../parts/context.tsx'
import { fulfilmentOf } from '../parts/format.ts'
import { STAGES, type Stage } from './stages.ts'

interface BoardBarProps {
  headingId: string
  waiting: number
  /** `undefined`: the server has not answered yet. */
  counts: Readonly<Record<Stage, number | undefined>>
  stage: Stage
  choose(stage: Stage): void
  statistics: ReadStatistics | undefined
  /** Pages and keys. */
  children: ReactNode
}

/** Shows in one line what waits, the stages with their counts, and the day. */
export function BoardBar({ headingId, waiting, counts, stage, choose, statistics, children }: BoardBarProps) {
  const { messages } = useUi()
  const { board } = messages
  return (
    <div className="bar">
      <h2 id={headingId} className="bar-waiting" data-urgent={waiting > 0}>
        {board.waiting} <b data-count={waiting}>{waiting}</b>
      </h2>
      <fieldset className="bar-stages">
        <legend className="unseen">{board.stages}</legend>
        {STAGES.map((one) => (
          <button key={one} type="button" data-stage={one} aria-pressed={one === stage} onClick={() => choose(one)}>
            {board[one]} <b data-count={counts[one]}>{counts[one] ?? '–'}</b>
          </button>
        ))}
      </fieldset>
      <dl className="bar-day">
        <div>
          <dt>{board.ordersToday}</dt>
          <dd>{statistics === undefined ? '–' : board.orders(statistics.today.paid)}</dd>
        </div>
        <div>
          <dt className="unseen">{board.turnoverToday}</dt>
          <dd>
            <Boundary instead={() => null}>
              <Turnover statistics={statistics} />
            </Boundary>
          </dd>
        </div>
      </dl>
      <div className="bar-end">{children}</div>
    </div>
  )
}

/** Writes the day's takings, a sum for each currency. */
function Turnover({ statistics }: { statistics: ReadStatistics | undefined }) {
  const { locale } = useUi()
  const sums = statistics?.today.turnover ?? []
  return sums.map(({ amountMinor, currency }) => formatMoney(amountMinor, currency, locale)).join(' + ')
}

interface KindFilterProps {
  /** By fulfilment, the number of orders in this stage. */
  kinds: ReadonlyMap<string, number>
  kind: string | undefined
  choose(kind: string | undefined): void
}

/** Shows the fulfilments of a stage to choose one from, where there is more than one. */
export function KindFilter({ kinds, kind, choose }: KindFilterProps) {
  const { messages } = useUi()
  if (kinds.size < 2 && kind === undefined) return null
  const all = [...kinds.values()].reduce((sum, count) => sum + count, 0)
  return (
    <fieldset className="bar-kinds">
      <legend className="unseen">{messages.board.kinds}</legend>
      <button type="button" aria-pressed={kind === undefined} onClick={() => choose(undefined)}>
        {messages.board.allKinds} <b>{all}</b>
      </button>
      {[...kinds].map(([one, count]) => (
        <button key={one} type="button" aria-pressed={one === kind} onClick={() => choose(one)}>
          {fulfilmentOf({ fulfilment: one }, messages)} <b>{count}</b>
        </button>
      ))}
    </fieldset>
  )
}
