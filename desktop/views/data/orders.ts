import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { ORDER_STATUS } from '../../../shared/order.ts'
import type { Written } from './dishes.ts'
import { MINUTE_MS, NOW } from './time.ts'

type Step = 'waiting' | 'accepted' | 'delivering' | 'done' | 'rejected'

const STATUS: Record<Step, number> = {
  waiting: ORDER_STATUS.to_be_confirmed,
  accepted: ORDER_STATUS.confirmed,
  delivering: ORDER_STATUS.delivering,
  done: ORDER_STATUS.completed,
  rejected: ORDER_STATUS.cancelled,
}

/** How far an order has come, and how long ago it was paid, minutes. */
interface Progress {
  step: Step
  minutesAgo: number
}

/** Makes an order as the server tells it to a device. `id`: its number's end too. */
export function orderOf(
  id: number,
  written: Written,
  { step, minutesAgo }: Progress,
  more: Partial<ReadOrder> = {},
): ReadOrder {
  const paidAt = NOW - minutesAgo * MINUTE_MS
  const at = (minutes: number) => paidAt + minutes * MINUTE_MS
  const reached = (...steps: Step[]) => steps.includes(step)
  return {
    id,
    storeId: 'store',
    number: `M-20261127-${String(id).padStart(4, '0')}`,
    status: STATUS[step],
    payStatus: 1,
    payment: 'online',
    currency: 'CNY',
    fulfilment: 'delivery',
    items: written.items,
    amountMinor: written.amountMinor,
    remark: written.remark ?? null,
    customer: written.customer ?? null,
    urges: 0,
    reason: null,
    createdAt: paidAt,
    paidAt,
    readyAt: null,
    confirmedAt: reached('accepted', 'delivering', 'done') ? at(1) : null,
    dispatchedAt: reached('delivering', 'done') ? at(10) : null,
    completedAt: reached('done') ? at(25) : null,
    cancelledAt: reached('rejected') ? at(1) : null,
    revivedAt: null,
    missedAt: null,
    lastUrgedAt: null,
    refundedMinor: 0,
    struck: { rev: 0, lines: [] },
    ...more,
  }
}
