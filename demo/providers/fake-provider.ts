/** A request to a provider's API, as the imitation gets it. */
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

/** What a customer has in hand: the `params` of a started payment, and the number of the order. */
export interface FakePayment {
  orderNumber: string
  params: Readonly<Record<string, unknown>>
  /** Where Stripe has been told to call back, in its dashboard. */
  webhookUrl: string
}

/** One provider in small: its API, its customers, its callbacks. The ledger lives as long as the process. */
export interface FakeProvider {
  /** Answers a request to its API; `later` gets the callbacks that follow it. */
  answer(request: FakeRequest, later: (callback: FakeCallback) => void): FakeReply
  /** The customer pays; the callback that tells of it. Throws an Error that says why not. */
  pay(payment: FakePayment): FakeCallback
}

/** What a provider remembers of a payment. */
export interface FakeTrade {
  orderNumber: string
  amountMinor: number
  currency: string
  notifyUrl: string
  transactionId: string
  /** Milliseconds; absent until the customer has paid. */
  paidAt?: number
}
