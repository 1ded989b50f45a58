import type { FrameOrder } from '../../../shared/reminder.ts'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'

/** Shows every dish with its note. Each row says how many dishes it stands for, and ends in a mark that can be watched. */
export function DishList({ order: { items, moreItems } }: { order: FrameOrder }) {
  const { messages } = useUi()
  if (items.length === 0 && moreItems === 0) return null
  // Items have no ids, so their place is their key.
  const rows = items.map((item, index) => ({ ...item, key: `${index}` }))
  return (
    <ul className="items" aria-label={messages.order.items}>
      {rows.map(({ key, name, quantity, note }) => (
        <li key={key} className="dish" data-dishes={1}>
          <span className="item-quantity" data-several={quantity > 1}>
            {quantity}×
          </span>
          <span className="item-name">
            <UntrustedText text={name} max={200} />
            {note !== undefined && (
              <span className="item-note">
                <UntrustedText text={note} max={200} />
              </span>
            )}
          </span>
          <span className="item-end" aria-hidden="true" />
        </li>
      ))}
      {moreItems > 0 && (
        <li className="items-more" data-dishes={moreItems}>
          {messages.order.more(moreItems)}
          <span className="item-end" aria-hidden="true" />
        </li>
      )}
    </ul>
  )
}
