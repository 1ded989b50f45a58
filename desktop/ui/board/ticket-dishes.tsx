import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { ORDER_STATUS } from '../../../shared/order.ts'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { dishName } from './dish-totals.ts'
import type { StrikeOff } from './use-struck-dishes.ts'

interface TicketDishesProps {
  order: ReadOrder
  strikeOff: StrikeOff
  /** The dish that somebody looks for on the wall. */
  sought: string | undefined
}

/** Shows every dish of an order with its note; a press strikes one off as made, another takes that back. */
export function TicketDishes({ order, strikeOff, sought }: TicketDishesProps) {
  const { messages } = useUi()
  const rows = order.items.map((item, index) => ({ ...item, index, key: `${index}` }))
  const ended = order.status === ORDER_STATUS.completed || order.status === ORDER_STATUS.cancelled
  return (
    <ul className="slip-dishes" aria-label={messages.order.items}>
      {rows.map(({ key, index, name, quantity, note }) => {
        const made = strikeOff.portions(order, index)
        const some = made > 0 && made < quantity
        return (
          <li key={key}>
            <button
              type="button"
              className="slip-dish"
              aria-pressed={some ? 'mixed' : made > 0}
              data-sought={sought !== undefined && dishName(name) === sought}
              disabled={ended}
              onClick={() => strikeOff.toggle(order, index)}
            >
              <b data-long={some || quantity > 99}>{some ? `${quantity - made}/${quantity}` : quantity}</b>
              <span>
                <UntrustedText text={name} still />
                {note !== undefined && note !== '' && (
                  <em>
                    <UntrustedText text={note} still />
                  </em>
                )}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
