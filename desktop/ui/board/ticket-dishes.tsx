import type { ReadOrder } from '../../../shared/api/read-orders.ts'
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
export function TicketDishes({ order: { id, items }, strikeOff, sought }: TicketDishesProps) {
  const { messages } = useUi()
  const rows = items.map((item, index) => ({ ...item, index, key: `${index}` }))
  return (
    <ul className="slip-dishes" aria-label={messages.order.items}>
      {rows.map(({ key, index, name, quantity, note }) => (
        <li key={key}>
          <button
            type="button"
            className="slip-dish"
            aria-pressed={strikeOff.isStruck(id, index)}
            data-sought={sought !== undefined && dishName(name) === sought}
            onClick={() => strikeOff.toggle(id, index)}
          >
            <b data-long={quantity > 99}>{quantity}</b>
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
      ))}
    </ul>
  )
}
