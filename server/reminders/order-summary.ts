import type { Customer, OrderItem } from '../../shared/api/orders.ts'
import type { OrderSummary } from '../../shared/reminder.ts'
import { cleanLine } from '../../shared/text.ts'
import type { ReminderOrder } from './reminder-order.ts'

/**
 * Bounds, in characters, that keep the largest frame below MAX_FRAME_BYTES even when each character takes four bytes.
 * The whole text stays with the order.
 */
const MAX_ITEMS = 20
const MAX_NAME = 60
const MAX_NOTE = 60
const MAX_REMARK = 300
const MAX_REASON = 200
const MAX_PERSON = 40
const MAX_ADDRESS = 120

/**
 * Shortens an order to the part that a frame carries. `acceptWithinMs` is the store's limit, counted from the payment.
 */
export function summariseOrder(order: ReminderOrder, acceptWithinMs: number): OrderSummary {
  const items = JSON.parse(order.items) as OrderItem[]
  const customer = order.customer === null ? undefined : summariseCustomer(JSON.parse(order.customer) as Customer)
  return {
    number: order.number,
    amountMinor: order.amount_minor,
    currency: order.currency,
    fulfilment: order.fulfilment,
    items: items.slice(0, MAX_ITEMS).map(({ name, quantity, note }) => ({
      name: cleanLine(name, MAX_NAME),
      quantity,
      ...present('note', note, MAX_NOTE),
    })),
    moreItems: Math.max(0, items.length - MAX_ITEMS),
    ...present('remark', order.remark, MAX_REMARK),
    ...(customer !== undefined && { customer }),
    createdAt: order.created_at,
    ...(order.paid_at !== null && { paidAt: order.paid_at, acceptBy: order.paid_at + acceptWithinMs }),
    urges: order.urges,
    ...(order.revived_at !== null && { revived: true }),
    ...present('cancelReason', order.reason, MAX_REASON),
  }
}

function summariseCustomer(customer: Customer): OrderSummary['customer'] {
  const summary = {
    ...present('name', customer.name, MAX_PERSON),
    ...present('phone', customer.phone, MAX_PERSON),
    ...present('address', customer.address, MAX_ADDRESS),
  }
  return Object.keys(summary).length === 0 ? undefined : summary
}

function present<Key extends string>(key: Key, text: string | null | undefined, max: number): { [K in Key]?: string } {
  const clean = cleanLine(text ?? '', max)
  return (clean === '' ? {} : { [key]: clean }) as { [K in Key]?: string }
}
