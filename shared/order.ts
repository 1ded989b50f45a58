import * as z from 'zod'

/** Order status as the origin numbers it: 1 待付款 2 待接单 3 已接单 4 派送中 5 已完成 6 已取消. */
export const ORDER_STATUS = {
  pending_payment: 1,
  to_be_confirmed: 2,
  confirmed: 3,
  delivering: 4,
  completed: 5,
  cancelled: 6,
} as const

/** Pay status as the origin numbers it: 0 未支付 1 已支付 2 退款. */
export const PAY_STATUS = { unpaid: 0, paid: 1, refunded: 2 } as const

export const orderStatusSchema = z.union([1, 2, 3, 4, 5, 6].map((n) => z.literal(n as OrderStatus)))
export const payStatusSchema = z.union([0, 1, 2].map((n) => z.literal(n as PayStatus)))
export const fulfilmentSchema = z.enum(['delivery', 'pickup', 'dine_in'])

export type OrderStatus = (typeof ORDER_STATUS)[keyof typeof ORDER_STATUS]
export type PayStatus = (typeof PAY_STATUS)[keyof typeof PAY_STATUS]
export type Fulfilment = z.infer<typeof fulfilmentSchema>

/**
 * The actors that move an order: a device, the customer (through the ordering system), the operator, a job, a payment.
 */
export type Actor = 'device' | 'customer' | 'operator' | 'system' | 'payment'
export type Move = 'pay' | 'revive' | 'confirm' | 'reject' | 'dispatch' | 'complete' | 'cancel'

interface LegalMove {
  move: Move
  by: Actor
  from: readonly OrderStatus[]
  to: OrderStatus
  /** When named, only orders fulfilled this way. */
  only?: readonly Fulfilment[]
}

const S = ORDER_STATUS

/**
 * The legal moves of an order; any other is answered 409 and changes nothing.
 * The customer may cancel until the shop has accepted, as at the origin; a merchant says no to a waiting order with
 * `reject` and calls an accepted one off with `cancel`.
 */
export const LEGAL_MOVES: readonly LegalMove[] = [
  { move: 'pay', by: 'payment', from: [S.pending_payment], to: S.to_be_confirmed },
  // A late payment of the exact amount, after the time-out's cancellation; never after a human's.
  { move: 'revive', by: 'payment', from: [S.cancelled], to: S.to_be_confirmed },
  { move: 'confirm', by: 'device', from: [S.to_be_confirmed], to: S.confirmed },
  { move: 'reject', by: 'device', from: [S.to_be_confirmed], to: S.cancelled },
  { move: 'dispatch', by: 'device', from: [S.confirmed], to: S.delivering, only: ['delivery'] },
  { move: 'complete', by: 'device', from: [S.delivering], to: S.completed },
  { move: 'complete', by: 'device', from: [S.confirmed], to: S.completed, only: ['pickup', 'dine_in'] },
  { move: 'complete', by: 'system', from: [S.delivering], to: S.completed },
  { move: 'cancel', by: 'device', from: [S.confirmed, S.delivering], to: S.cancelled },
  { move: 'cancel', by: 'customer', from: [S.pending_payment, S.to_be_confirmed], to: S.cancelled },
  {
    move: 'cancel',
    by: 'operator',
    from: [S.pending_payment, S.to_be_confirmed, S.confirmed, S.delivering],
    to: S.cancelled,
  },
  { move: 'cancel', by: 'system', from: [S.pending_payment], to: S.cancelled },
]

/** Looks up the status to which `move` by `by` leads an order; `undefined`: the table forbids it. */
export function legalMove(
  order: { status: OrderStatus; fulfilment: Fulfilment },
  move: Move,
  by: Actor,
): OrderStatus | undefined {
  return LEGAL_MOVES.find(
    (m) =>
      m.move === move &&
      m.by === by &&
      m.from.includes(order.status) &&
      (m.only === undefined || m.only.includes(order.fulfilment)),
  )?.to
}

/**
 * Tells whether a client offers a device's move of an order that it has read from the server. For an unknown fulfilment
 * it offers the moves of every fulfilment: the server decides, and a shop must not be stuck.
 */
export function mayOffer(order: { status: number; fulfilment: string }, move: Move): boolean {
  const known = fulfilmentSchema.safeParse(order.fulfilment).success
  return LEGAL_MOVES.some(
    (m) =>
      m.move === move &&
      m.by === 'device' &&
      (m.from as readonly number[]).includes(order.status) &&
      (m.only === undefined || !known || (m.only as readonly string[]).includes(order.fulfilment)),
  )
}

/** The statuses in which a customer may urge: the shop still has to accept or to cook. */
export const URGEABLE: readonly OrderStatus[] = [S.to_be_confirmed, S.confirmed]
