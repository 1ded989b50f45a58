import { useState } from 'react'
import type { ReadReport } from '../../../shared/api/attention-report.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import { OrderStory } from '../board/order-story.tsx'
import { useUi } from '../parts/context.tsx'
import { tailOf, timeOfDay } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'

/** Shows the orders that were not accepted in time; each opens to its story. */
export function SlowOrders({ report }: { report: ReadReport }) {
  const { messages } = useUi()
  const { report: words } = messages
  return (
    <div className="paper">
      <h2>{words.slow}</h2>
      {report.slow.length === 0 && <p>{words.noSlow}</p>}
      <ul className="report-slow">
        {report.slow.map((order) => (
          <SlowOrder key={order.orderId} order={order} />
        ))}
      </ul>
    </div>
  )
}

function SlowOrder({ order }: { order: ReadReport['slow'][number] }) {
  const { messages, timezone } = useUi()
  const { report: words, duration } = messages
  const [open, setOpen] = useState(false)
  const { orderId, number, paidAt, end, waitedMs, spokenBy, told } = order
  return (
    <li data-end={end}>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <strong className="figure">{tailOf(number)}</strong>
          <time className="figure">{timeOfDay(paidAt, timezone)}</time>
          <b>{ownEntry(words.ends, end) ?? end}</b>
          <span>{words.waited(duration(Math.round(waitedMs / 1_000)))}</span>
          <span>{words.spokenBy(spokenBy)}</span>
          <span>{words.toldTimes(told)}</span>
        </summary>
        <p className="report-number">
          <UntrustedText text={number} max={64} />
        </p>
        {open && <OrderStory orderId={orderId} />}
      </details>
    </li>
  )
}
