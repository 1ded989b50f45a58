import type { CSSProperties, RefObject } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { Boundary } from '../parts/boundary.tsx'
import { useUi } from '../parts/context.tsx'
import type { Place } from './lay-pages.ts'
import { PlainOrderCard } from './plain-order-card.tsx'
import type { Room } from './room.ts'
import type { Stage } from './stages.ts'
import { Ticket } from './ticket.tsx'
import type { StrikeOff } from './use-struck-dishes.ts'

/** The keys that pick a ticket. */
const PICK_KEYS = 9

interface WallProps {
  wall: RefObject<HTMLDivElement | null>
  stage: Stage
  /** `undefined`: the tickets flow. */
  room: Room | undefined
  /** The tickets of this page, and their places where they are laid. */
  orders: readonly ReadOrder[]
  places: readonly Place[] | undefined
  /** The sentence for a wall without tickets; `undefined` until it is known that there are none. */
  nothing: string | undefined
  /** By order id, the open urges that stand on a ticket. */
  urges: ReadonlyMap<number, BoardReminder>
  strikeOff: StrikeOff
  sought: string | undefined
  openUrge(reminderId: string): void
  open(orderId: number): void
}

/** Shows one page of tickets: laid into the cells of the room, or one below the other where the screen is small. */
export function Wall(props: WallProps) {
  const { wall, stage, room, orders, places, nothing, urges, open, ...shared } = props
  const { board } = useUi().messages
  return (
    <section className="wall" data-column={stage} aria-label={board[stage]}>
      <div ref={wall} className="wall-cells" data-laid={room !== undefined}>
        {orders.length === 0 && nothing !== undefined && <p className="wall-empty">{nothing}</p>}
        {orders.map((order, index) => (
          <Boundary key={`${order.id} ${order.status}`} instead={() => <PlainOrderCard order={order} />}>
            <Ticket
              {...{ order, stage, ...shared }}
              pickKey={index < PICK_KEYS ? index + 1 : undefined}
              urge={urges.get(order.id)}
              style={cellOf(places?.[index], room)}
              wide={(places?.[index]?.columns ?? 1) > 1}
              open={() => open(order.id)}
            />
          </Boundary>
        ))}
      </div>
    </section>
  )
}

/** Places a ticket on its page, in ems of the wall. */
function cellOf(place: Place | undefined, room: Room | undefined): CSSProperties {
  if (place === undefined || room === undefined) return {}
  const step = room.cell.width + room.gap
  return {
    insetInlineStart: `${place.column * step}em`,
    insetBlockStart: `${place.top}em`,
    inlineSize: `${place.columns * step - room.gap}em`,
    blockSize: `${place.height}em`,
  }
}
