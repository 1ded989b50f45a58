import type { FrameOrder } from '../../../shared/reminder.ts'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'

/** Shows the customer, as far as the store's orders carry one. */
export function Customer({ customer }: { customer: FrameOrder['customer'] }) {
  const { messages } = useUi()
  const parts = [customer?.name, customer?.phone, customer?.address].filter((part) => part !== undefined)
  if (parts.length === 0) return null
  return (
    <dl className="customer">
      <dt>{messages.order.customer}</dt>
      {parts.map((part) => (
        <dd key={part}>
          <UntrustedText text={part} max={160} />
        </dd>
      ))}
    </dl>
  )
}
