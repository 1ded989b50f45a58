import type { ReadOrder } from '../../shared/api/read-orders.ts'

/** An order of REST as it was placed and paid, with what a test says of it. */
export function orderAsPlaced(order: Partial<ReadOrder> = {}): ReadOrder {
  return {
    id: 1,
    storeId: 'st_1',
    number: '202611230001',
    status: 2,
    payStatus: 1,
    payment: 'online',
    amountMinor: 3_850,
    currency: 'CNY',
    fulfilment: 'delivery',
    items: [{ name: '宫保鸡丁', quantity: 1 }],
    remark: null,
    customer: null,
    urges: 0,
    reason: null,
    createdAt: 0,
    paidAt: 0,
    confirmedAt: null,
    readyAt: null,
    dispatchedAt: null,
    completedAt: null,
    cancelledAt: null,
    revivedAt: null,
    missedAt: null,
    lastUrgedAt: null,
    refundedMinor: 0,
    struck: { rev: 0, lines: [] },
    ...order,
  }
}
