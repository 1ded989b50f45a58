import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import type { BoardMessages } from '../messages/messages.ts'
import { useUi } from '../parts/context.tsx'
import { dateAndTime } from '../parts/format.ts'

/** Shows what happened to an order and when, in the store's time, the earliest first. */
export function OrderTimes({ order }: { order: ReadOrder }) {
  const { messages, timezone } = useUi()
  const moments: [keyof BoardMessages['moments'], number | null][] = [
    ['created', order.createdAt],
    ['paid', order.paidAt],
    ['revived', order.revivedAt],
    ['urged', order.lastUrgedAt],
    ['missed', order.missedAt],
    ['confirmed', order.confirmedAt],
    ['ready', order.readyAt],
    ['dispatched', order.dispatchedAt],
    ['completed', order.completedAt],
    ['cancelled', order.cancelledAt],
  ]
  const known = moments.flatMap(([name, at]) => (at === null ? [] : [{ name, at }])).toSorted((a, b) => a.at - b.at)
  return (
    <dl className="facts order-times">
      {known.map(({ name, at }) => (
        <div key={name}>
          <dt>{messages.board.moments[name]}</dt>
          <dd>
            <time className="figure" dateTime={new Date(at).toISOString()}>
              {dateAndTime(at, timezone)}
            </time>
          </dd>
        </div>
      ))}
    </dl>
  )
}
