import { type ReactNode, useState } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { Boundary } from '../parts/boundary.tsx'
import { useUi } from '../parts/context.tsx'
import { PlainReminder } from '../plain/plain-reminder.tsx'
import { Pager } from './pager.tsx'
import { PlainOrderCard } from './plain-order-card.tsx'
import { ReminderCard } from './reminder-card.tsx'
import { WaitingOrder } from './waiting-order.tsx'

interface LaneProps {
  /** The reminders that stand on no ticket of the wall, the most urgent first. */
  reminders: readonly BoardReminder[]
  /** The orders that wait for acceptance, and whose reminder is over. */
  orders: readonly ReadOrder[]
  /** How many cards stand beside each other. */
  columns: number
  headingId: string
  open(reminderId: string): void
  openOrder(orderId: number): void
}

/** Shows what waits for an answer, above all else. Nothing while nothing waits; in pages where one row is too short. */
export function Lane({ reminders, orders, columns, headingId, open, openOrder }: LaneProps) {
  const { messages } = useUi()
  const [wanted, setPage] = useState(0)
  const cards: ReactNode[] = [
    ...reminders.map((item) => (
      <Boundary key={`${item.reminder.id} ${item.reminder.n}`} instead={() => <PlainReminder item={item} />}>
        <ReminderCard item={item} open={() => open(item.reminder.id)} />
      </Boundary>
    )),
    ...orders.map((order) => (
      <Boundary key={`${order.id} ${order.status}`} instead={() => <PlainOrderCard order={order} />}>
        <WaitingOrder order={order} open={() => openOrder(order.id)} />
      </Boundary>
    )),
  ]
  const pages = Math.max(1, Math.ceil(cards.length / columns))
  const page = Math.min(wanted, pages - 1)
  return (
    <section className="lane" data-column="waiting" data-empty={cards.length === 0} aria-labelledby={headingId}>
      {cards.length === 0 ? (
        <p className="unseen">{messages.board.nothing.waiting}</p>
      ) : (
        <>
          <div className="lane-cards">{cards.slice(page * columns, (page + 1) * columns)}</div>
          <Pager page={page} pages={pages} turn={setPage} />
        </>
      )}
    </section>
  )
}
