import type { Customer, Order, OrderItem } from '../../shared/api/orders.ts'
import type { Currency } from '../../shared/money.ts'
import type { Actor, Fulfilment, OrderStatus, PayStatus } from '../../shared/order.ts'
import { struckOf } from '../lib/stored-struck.ts'

/** An order as the database has it. Times are milliseconds; `items` and `customer` are JSON. */
export interface OrderRow {
  id: number
  store_id: string
  number: string
  status: OrderStatus
  pay_status: PayStatus
  amount_minor: number
  currency: Currency
  fulfilment: Fulfilment
  /** The part of it that reminders carry, JSON (shared/api/order-summary.ts). */
  summary: string
  items: string
  remark: string | null
  customer: string | null
  customer_phone: string | null
  urges: number
  last_urged_at: number | null
  reason: string | null
  created_at: number
  paid_at: number | null
  confirmed_at: number | null
  dispatched_at: number | null
  completed_at: number | null
  cancelled_at: number | null
  cancelled_by: Actor | null
  revived_at: number | null
  missed_at: number | null
  refunded_minor: number
  /** The portions that are struck off, JSON (server/lib/stored-struck.ts). */
  struck: string | null
  /** `null`: it waits for its payment, or waited. */
  payment: 'cash' | 'none' | null
  /** The name under which payments of it were started, unique everywhere (order-reference.ts); `null`: none was. */
  reference: string | null
  /** When the shop has promised to have it ready, milliseconds. */
  ready_at: number | null
}

/** Converts an order's row to the order of the REST interface. */
export function toOrder(row: OrderRow): Order {
  return {
    id: row.id,
    storeId: row.store_id,
    number: row.number,
    status: row.status,
    payStatus: row.pay_status,
    payment: row.payment ?? 'online',
    amountMinor: row.amount_minor,
    currency: row.currency,
    fulfilment: row.fulfilment,
    items: JSON.parse(row.items) as OrderItem[],
    remark: row.remark,
    customer: row.customer === null ? null : (JSON.parse(row.customer) as Customer),
    urges: row.urges,
    reason: row.reason,
    createdAt: row.created_at,
    paidAt: row.paid_at,
    confirmedAt: row.confirmed_at,
    readyAt: row.ready_at,
    dispatchedAt: row.dispatched_at,
    completedAt: row.completed_at,
    cancelledAt: row.cancelled_at,
    revivedAt: row.revived_at,
    missedAt: row.missed_at,
    lastUrgedAt: row.last_urged_at,
    refundedMinor: row.refunded_minor,
    struck: struckOf(row.struck),
  }
}
