import { ORDER_STATUS, type OrderStatus } from '../../../shared/order.ts'
import { reminderKind } from '../../../shared/reminder.ts'
import type { Stack } from '../alert/use-alert-queue.ts'
import { useUi } from '../parts/context.tsx'
import { BoardColumn } from './board-column.tsx'
import { OrderCard } from './order-card.tsx'
import { ReminderCard } from './reminder-card.tsx'
import { Today } from './today.tsx'
import type { BoardOrders } from './use-orders.ts'

/** What the shop has on its hands, from "waits" to "done today". */
export function Board({ stack, orders }: { stack: Stack; orders: BoardOrders }) {
  const { view, words } = useUi()
  const { underWay, doneToday, statistics, stale } = orders
  const newOrders = view.board.filter(({ reminder }) => reminderKind(reminder.type) === 'new_order')
  const reminded = new Set(newOrders.map(({ reminder }) => reminder.orderId))
  // Answered here, and the server has not said so yet: it must not seem to wait.
  const unreminded = underWay.filter(({ status, id }) => status === ORDER_STATUS.to_be_confirmed && !reminded.has(id))
  const inState = (status: OrderStatus) => underWay.filter((order) => order.status === status)
  const accepted = inState(ORDER_STATUS.confirmed)
  const delivering = inState(ORDER_STATUS.delivering)
  const known = (count: number) => (statistics === undefined ? undefined : count)
  const waiting = view.board.length + unreminded.length
  return (
    <>
      <h1 className="unseen">{words.board.title}</h1>
      <Today statistics={statistics} waiting={waiting} />
      {stale && <p className="stale">{words.board.stale}</p>}
      <div className="board">
        <BoardColumn name="waiting" count={waiting}>
          {view.board.map((entry) => (
            <ReminderCard key={entry.reminder.id} entry={entry} open={() => stack.bringUp(entry.reminder.id)} />
          ))}
          {unreminded.map((order) => (
            <OrderCard key={order.id} order={order} />
          ))}
        </BoardColumn>
        <BoardColumn name="accepted" count={known(accepted.length)}>
          {accepted.map((order) => (
            <OrderCard key={order.id} order={order} />
          ))}
        </BoardColumn>
        <BoardColumn name="delivering" count={known(delivering.length)}>
          {delivering.map((order) => (
            <OrderCard key={order.id} order={order} />
          ))}
        </BoardColumn>
        <BoardColumn name="done" count={known(doneToday.length)}>
          {doneToday.map((order) => (
            <OrderCard key={order.id} order={order} />
          ))}
        </BoardColumn>
      </div>
    </>
  )
}
