import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'

const MOST_ITEMS = 4

/** Shows the first four items of an order, and the number of the others. */
export function CardItems({ items, more }: { items: readonly { name: string; quantity: number }[]; more: number }) {
  const { messages } = useUi()
  const shown = items.slice(0, MOST_ITEMS).map((item, index) => ({ ...item, key: `${index}` }))
  const left = items.length - shown.length + more
  return (
    <ul className="card-items">
      {shown.map(({ key, name, quantity }) => (
        <li key={key}>
          <b>{quantity}×</b> <UntrustedText text={name} max={60} />
        </li>
      ))}
      {left > 0 && <li className="card-more">{messages.order.more(left)}</li>}
    </ul>
  )
}
