import type { Order } from '../../../shared/api/orders.ts'
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
  const reminded = new Set(view.board.filter(({ reminder }) => reminder.type === 1).map((e) => e.reminder.orderId))
  // Answered here, and the server has not said so yet: it must not seem to wait.
  const unreminded = underWay.filter(({ status, id }) => status === 2 && !reminded.has(id))
  const inState = (status: Order['status']) => underWay.filter((order) => order.status === status)
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
        <BoardColumn name="accepted" count={known(inState(3).length)}>
          {inState(3).map((order) => (
            <OrderCard key={order.id} order={order} />
          ))}
        </BoardColumn>
        <BoardColumn name="delivering" count={known(inState(4).length)}>
          {inState(4).map((order) => (
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
