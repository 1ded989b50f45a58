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
}

/** An imitated provider: its API, its customers, its callbacks. The ledger lives as long as the process. */
export interface FakeProvider {
  /** Answers a request to its API; `later` gets the callbacks that follow the answer. */
  answer(request: FakeRequest, later: (callback: FakeCallback) => void): FakeReply
  /** Pays as the customer; returns the callback about it. Throws an Error for a payment that was not started. */
  pay(payment: FakePayment): FakeCallback
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
}
