import { ORDER_STATUS, type OrderStatus } from '../../../shared/order.ts'
import { reminderKind, waitsForAcceptance } from '../../../shared/reminder.ts'
import type { AlertQueue } from '../alert/use-alert-queue.ts'
import { useUi } from '../parts/context.tsx'
import { BoardColumn } from './board-column.tsx'
import { OrderCard } from './order-card.tsx'
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
            <ReminderCard key={item.reminder.id} item={item} open={() => queue.bringUp(item.reminder.id)} />
          ))}
          {unreminded.map((order) => (
            <OrderCard key={order.id} order={order} />
          ))}
        </BoardColumn>
        <BoardColumn name="accepted" count={countOf(accepted.length)}>
          {accepted.map((order) => (
            <OrderCard key={order.id} order={order} />
          ))}
        </BoardColumn>
        <BoardColumn name="delivering" count={countOf(delivering.length)}>
          {delivering.map((order) => (
            <OrderCard key={order.id} order={order} />
          ))}
        </BoardColumn>
        <BoardColumn name="done" count={countOf(doneToday.length)}>
          {doneToday.map((order) => (
            <OrderCard key={order.id} order={order} />
          ))}
        </BoardColumn>
      </div>
    </>
  )
}
