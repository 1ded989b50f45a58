import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { ORDER_STATUS, type OrderStatus } from '../../../shared/order.ts'
import { reminderKind, waitsForAcceptance } from '../../../shared/reminder.ts'
import type { AlertQueue } from '../alert/use-alert-queue.ts'
import { Boundary } from '../parts/boundary.tsx'
import { useUi } from '../parts/context.tsx'
import { PlainReminder } from '../plain/plain-reminder.tsx'
import { BoardColumn } from './board-column.tsx'
import { OrderCard } from './order-card.tsx'
import { PlainOrderCard } from './plain-order-card.tsx'
import { ReminderCard } from './reminder-card.tsx'
import { Today } from './today.tsx'
import type { BoardOrders } from './use-orders.ts'

/** Shows the orders of the shop in four columns, from waiting to done today. */
export function Board({ queue, orders }: { queue: AlertQueue; orders: BoardOrders }) {
  const { view, messages } = useUi()
  const { underWay, doneToday, statistics, stale } = orders
  const unaccepted = view.board.filter(({ reminder }) => waitsForAcceptance(reminderKind(reminder.type)))
  const reminded = new Set(unaccepted.map(({ reminder }) => reminder.orderId))
  // An order with a reminder on the board has its card already, also while its answer waits for the server.
  const unreminded = underWay.filter(({ status, id }) => status === ORDER_STATUS.to_be_confirmed && !reminded.has(id))
  const inState = (status: OrderStatus) => underWay.filter((order) => order.status === status)
  const accepted = inState(ORDER_STATUS.confirmed)
  const delivering = inState(ORDER_STATUS.delivering)
  const countOf = (count: number) => (statistics === undefined ? undefined : count)
  const waiting = view.board.length + unreminded.length
  return (
    <>
      <h1 className="unseen">{messages.board.title}</h1>
      <Today statistics={statistics} waiting={waiting} />
      {stale && <p className="stale">{messages.board.stale}</p>}
      <div className="board">
        <BoardColumn name="waiting" count={waiting}>
          {view.board.map((item) => (
            <Boundary key={`${item.reminder.id} ${item.reminder.n}`} instead={() => <PlainReminder item={item} />}>
              <ReminderCard item={item} open={() => queue.bringUp(item.reminder.id)} />
            </Boundary>
          ))}
          {unreminded.map((order) => (
            <SafeOrderCard key={`${order.id} ${order.status}`} order={order} />
          ))}
        </BoardColumn>
        <BoardColumn name="accepted" count={countOf(accepted.length)}>
          {accepted.map((order) => (
            <SafeOrderCard key={`${order.id} ${order.status}`} order={order} />
          ))}
        </BoardColumn>
        <BoardColumn name="delivering" count={countOf(delivering.length)}>
          {delivering.map((order) => (
            <SafeOrderCard key={`${order.id} ${order.status}`} order={order} />
          ))}
        </BoardColumn>
        <BoardColumn name="done" count={countOf(doneToday.length)}>
          {doneToday.map((order) => (
            <SafeOrderCard key={`${order.id} ${order.status}`} order={order} />
          ))}
        </BoardColumn>
      </div>
    </>
  )
}

/** Shows an order's card, or a plain one where that cannot be drawn; the other cards stay as they are. */
function SafeOrderCard({ order }: { order: ReadOrder }) {
  return (
    <Boundary instead={() => <PlainOrderCard order={order} />}>
      <OrderCard order={order} />
    </Boundary>
  )
}
