import { useUi } from '../parts/context.tsx'
import { Stranger } from '../parts/untrusted-text.tsx'

const MOST_ITEMS = 4

/** The first items of an order, and how many more there are. */
export function CardItems({ items, more }: { items: readonly { name: string; quantity: number }[]; more: number }) {
  const { words } = useUi()
  const shown = items.slice(0, MOST_ITEMS).map((item, index) => ({ ...item, key: `${index}` }))
  const left = items.length - shown.length + more
  return (
    <ul className="card-items">
      {shown.map(({ key, name, quantity }) => (
        <li key={key}>
          <b>{quantity}×</b> <Stranger text={name} max={60} />
        </li>
      ))}
      {left > 0 && <li className="card-more">{words.order.more(left)}</li>}
    </ul>
  )
}
