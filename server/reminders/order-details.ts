import type { StoreSettings } from '../../shared/api/stores.ts'
import type { OrderSummary, RefundNotice } from '../../shared/reminder.ts'
import { cleanLine } from '../../shared/text.ts'
import type { ReminderOrder } from './reminder-order.ts'

/** Characters, of which the whole is with the order: as in shared/api/order-summary.ts. */
const MAX_REASON = 200

/** The part of an order's summary that changes after the order was placed. */
type OrderDetails = Pick<
  OrderSummary,
  'createdAt' | 'paidAt' | 'acceptBy' | 'urges' | 'revived' | 'cancelReason' | 'refund'
>

/** Makes the part of an order's summary that a reminder adds when it is raised, as JSON. */
export function orderDetails(order: ReminderOrder, settings: StoreSettings, refund?: RefundNotice): string {
  const reason = cleanLine(order.reason ?? '', MAX_REASON)
  const details: OrderDetails = {
    createdAt: order.created_at,
    ...(order.paid_at !== null && { paidAt: order.paid_at }),
    // One that is not paid online waits from the moment in which it was placed.
    acceptBy: (order.paid_at ?? order.created_at) + settings.acceptWithinMinutes * 60_000,
    urges: order.urges,
    ...(order.revived_at !== null && { revived: true }),
    ...(reason !== '' && { cancelReason: reason }),
    ...(refund && { refund }),
  }
  return JSON.stringify(details)
}

/** Joins an order's summary and a reminder's details, both JSON, to the JSON that a frame carries of the order. */
export function wholeSummary({ summary, details }: { summary: string; details: string }): string {
  return `${summary.slice(0, -1)},${details.slice(1)}`
}
