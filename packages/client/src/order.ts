/**
 * Orders and payments as this package has them: plain types, so that they need no other package. Times are milliseconds
 * since 1970, money is an integer in minor units (fen, cents) with an ISO 4217 currency.
 */

/** An order as an ordering system places it. The server refuses an unknown field by name; `null` counts as left out. */
export interface NewOrder {
  storeId: string
  /** The ordering system's own number; left out, the server makes one. */
  number?: string | null
  items: { name: string; quantity: number; unitAmountMinor?: number | null; note?: string | null }[]
  amountMinor: number
  /** Default `CNY`. */
  currency?: string | null
  /** The customer's wish; an allergy in it is read out before everything else. */
  remark?: string | null
  customer?: { name?: string | null; phone?: string | null; address?: string | null } | null
  /** `delivery` (default), `pickup` or `dine_in`. */
  fulfilment?: string | null
}

/** An order as the server has it. A newer server may have numbers and codes that this version does not know. */
export interface Order {
  id: number
  storeId: string
  number: string
  /** 1 to be paid, 2 waits for the shop, 3 accepted, 4 under way, 5 completed, 6 cancelled. */
  status: number
  /** 0 unpaid, 1 paid, 2 all of it is back. */
  payStatus: number
  amountMinor: number
  currency: string
  fulfilment: string
  items: {
    name: string
    quantity: number
    unitAmountMinor?: number | undefined
    note?: string | undefined
  }[]
  remark: string | null
  customer: { name?: string | undefined; phone?: string | undefined; address?: string | undefined } | null
  /** How often the customer has urged. */
  urges: number
  /** Why it was rejected or cancelled. */
  reason: string | null
  createdAt: number
  paidAt: number | null
  confirmedAt: number | null
  dispatchedAt: number | null
  completedAt: number | null
  cancelledAt: number | null
  revivedAt: number | null
  missedAt: number | null
  lastUrgedAt: number | null
  /** The part of its money that is back at the customer. */
  refundedMinor: number
}

/** A search of orders: those that fit in every field. */
export interface OrderQuery {
  storeId?: string
  status?: number | readonly number[]
  /** The beginning of an order number, or its end. */
  number?: string
  phone?: string
  /** Created at or after / before. */
  from?: number
  to?: number
  /** Default 50, 200 at most. */
  limit?: number
  /** `next` of the page before. */
  cursor?: string
  /** Searches of newer servers. */
  [field: string]: string | number | readonly number[] | undefined
}

/** A page of orders, newest first; `next` is null on the last one. */
export interface OrderPage {
  orders: Order[]
  next: string | null
}

/** The start of a payment. */
export interface NewPayment {
  provider: 'wechatpay' | 'alipay' | 'stripe' | 'standard-webhooks' | (string & {})
  /** The provider's way to pay; default: its usual one. */
  method?: string
  /** The customer's id at the provider, where the method needs it. */
  payer?: string
}

/** A started payment. */
export interface StartedPayment {
  id: string
  orderId: number
  provider: string
  /** The number that the provider must report. */
  orderNumber: string
  amountMinor: number
  currency: string
  /** Where the provider must call back, below the server's address. */
  notifyPath: string
  /** The provider's parameters, which the shop's page hands on. */
  params: Record<string, string | number | boolean | null>
}

/** The payment of an order, as far as an ordering system decides by it; the server’s own documents have the rest. */
export interface Payment {
  id: string
  provider: string
  transactionId: string
  orderNumber: string
  orderId: number | null
  amountMinor: number
  currency: string
  /** `applied`, `review`, `refunding`, `refund_due` or `refunded`. */
  state: string
  reviewReason: string | null
  /** Why it was kept for the operator, for a person. */
  reviewText: string | null
  refundedMinor: number
  paidAt: number
  recordedAt: number
}

/** The report of a payment by a provider of your own. */
export interface PaidNotice {
  /** The provider's id of the payment: the same one changes nothing the second time. */
  transactionId: string
  orderNumber: string
  amountMinor: number
  currency: string
  /** Default: now. */
  paidAt?: number
}
