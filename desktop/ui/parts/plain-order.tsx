import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import type { FrameOrder } from '../../../shared/reminder.ts'
import { useUi } from './context.tsx'
import { UntrustedText } from './untrusted-text.tsx'
import { WarningList } from './warning-list.tsx'

/** The part of an order that is told where its card could not be drawn: of a frame, or of REST, which writes null. */
interface PlainOrderProps {
  order: Pick<ReadOrder, 'number'> &
    Pick<FrameOrder, 'warnings' | 'moreWarnings'> & {
      items: readonly { name: string; quantity: number; note?: string | undefined }[]
      moreItems?: number
      remark?: string | null | undefined
      customer?: ReadOrder['customer'] | FrameOrder['customer']
    }
}

/**
 * Shows the number, the warnings, the remark, the dishes with their notes and the customer. It formats nothing, neither
 * money nor times, because that is what fails.
 */
export function PlainOrder({ order }: PlainOrderProps) {
  const { messages } = useUi()
  const { number, remark, items, moreItems = 0, customer } = order
  const dishes = items.map((item, index) => ({ ...item, key: `${index}` }))
  const people = [customer?.name, customer?.phone, customer?.address].filter(
    (text) => text !== undefined && text !== '',
  )
  return (
    <>
      <header>
        <strong className="card-tail">
          <UntrustedText text={number} max={64} />
        </strong>
      </header>
      <p className="card-note">{messages.plain.notDrawn}</p>
      <WarningList order={{ ...order, items: [...items] }} className="card-warnings" />
      {remark != null && (
        <p className="card-remark">
          <UntrustedText text={remark} />
        </p>
      )}
      <ul>
        {dishes.map(({ key, name, quantity, note }) => (
          <li key={key}>
            {quantity}× <UntrustedText text={note ? `${name} (${note})` : name} />
          </li>
        ))}
        {moreItems > 0 && <li>{messages.order.more(moreItems)}</li>}
      </ul>
      {people.length > 0 && (
        <p>
          <UntrustedText text={people.join(' · ')} />
        </p>
      )}
    </>
  )
}
