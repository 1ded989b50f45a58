/** A request to a provider's API. */
export interface FakeRequest {
  method: string
  /** Path and query. */
  url: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
}

export interface FakeReply {
  status: number
  headers?: Record<string, string>
  body: string
}

/** A callback, signed as the real provider signs it. */
export interface FakeCallback {
  url: string
  headers: Record<string, string>
  body: string
}

/** A customer's payment: the order's number, and the `params` of the payment that the server started. */
export interface FakePayment {
  orderNumber: string
  params: Readonly<Record<string, unknown>>
  /** The address for Stripe's callbacks, which real customers set in its dashboard. */
  webhookUrl: string
  quirk?: Quirk | undefined
}

/**
 * A callback that the real provider sends and few shops expect. gbk: Alipay, for an app with `charset=GBK`, amounts and
 * times in their other forms too. other_appid: WeChat Pay, for another app of the merchant. service_provider, combined:
 * WeChat Pay, payments of other kinds.
 */
export type Quirk = 'gbk' | 'other_appid' | 'service_provider' | 'combined'

/** A refund that somebody makes in the provider's console. */
export interface FakeConsoleRefund {
  orderNumber: string
  amountMinor: number
}

/** An imitated provider: its API, its customers, its callbacks. The ledger lives as long as the process. */
export interface FakeProvider {
  /** Answers a request to its API; `later` gets the callbacks that follow the answer. */
  answer(request: FakeRequest, later: (callback: FakeCallback) => void): FakeReply
  /** Pays as the customer; returns the callback about it. Throws an Error for a payment that was not started. */
  pay(payment: FakePayment): FakeCallback
  /** Refunds in the console; returns the callbacks about it. Throws an Error for a payment that is not there, or too much. */
  refundInConsole(refund: FakeConsoleRefund): FakeCallback[]
}

/** A payment in the provider's ledger. */
export interface FakeTrade {
  orderNumber: string
  amountMinor: number
  currency: string
  notifyUrl: string
  transactionId: string
  /** Milliseconds; absent until the customer has paid. */
  paidAt?: number
  /** All that went back, minor units. */
  refundedMinor?: number
}

/** Takes the amount of a refund off a trade. Throws an Error for more than is left. */
export function takeOff(trade: FakeTrade, amountMinor: number): void {
  const refunded = (trade.refundedMinor ?? 0) + amountMinor
  if (trade.paidAt === undefined || refunded > trade.amountMinor) throw new Error('more than is left of the payment')
  trade.refundedMinor = refunded
}
