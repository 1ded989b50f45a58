import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { useUi } from './context.tsx'
import { UntrustedText } from './untrusted-text.tsx'

/** The part of an order that is told where its card could not be drawn. */
interface PlainOrderProps {
  order: Pick<ReadOrder, 'number'> & {
    items: readonly { name: string; quantity: number; note?: string | null | undefined }[]
    remark?: string | null | undefined
  }
}

/**
 * Shows the number, the remark and the dishes with their notes. It formats nothing, neither money nor times, because that
 * is what fails.
 */
export function PlainOrder({ order: { number, remark, items } }: PlainOrderProps) {
  const { messages } = useUi()
  const dishes = items.map(({ name, quantity, note }) => `${quantity}× ${name}${note ? ` (${note})` : ''}`)
  return (
    <>
      <header>
        <strong className="card-tail">
          <UntrustedText text={number} max={64} />
        </strong>
      </header>
      <p className="card-note">{messages.plain.notDrawn}</p>
      {remark != null && (
        <p className="card-remark">
          <UntrustedText text={remark} />
        </p>
      )}
      <p>
        <UntrustedText text={dishes.join(' · ')} />
      </p>
    </>
  )
}
