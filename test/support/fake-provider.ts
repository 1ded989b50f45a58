import type {
  PaymentAnswer,
  ProviderClient,
  RefundAnswer,
  RefundRequest,
} from '../../server/payments/providers/port.ts'
import type { Provider } from '../../shared/api/payments.ts'

/**
 * The provider's treatment of a request for a refund. lost: made, and the answer does not arrive. down: the request
 * does not arrive. busy, refuses: refused, for now or for ever. silent: never answered.
 */
export type Behaviour = 'succeeds' | 'pends' | 'lost' | 'down' | 'busy' | 'refuses' | 'closes' | 'abnormal' | 'silent'

/** A refund in the provider's own books. */
export interface BookedRefund {
  transactionId: string
  amountMinor: number
  state: 'succeeded' | 'pending' | 'closed' | 'abnormal'
}

/**
 * A provider with books: a refund number is paid out once, however often it is repeated. Nothing leaves the process.
 */
export interface FakeProvider extends ProviderClient {
  /** By refund number. */
  booked: Map<string, BookedRefund>
  /** Every call, oldest first: `refund rf_…`, `queryRefund rf_…`, `queryPayment A1`. */
  calls: string[]
  /** Default: everything succeeds. */
  behave: (request: RefundRequest) => Behaviour
  /** The provider's answers about payments, by order number. Default: unpaid. */
  payments: Map<string, PaymentAnswer>
  /** Refunds in the provider's console, if that much is left; returns the number, or `undefined` when it is not. */
  refundInConsole(transactionId: string, amountMinor: number, totalMinor: number): string | undefined
  /** Ends a refund that was pending. Throws an Error for an unknown number. */
  finish(refundNumber: string, state: BookedRefund['state']): void
  /** The amount paid out, in minor units, of one transaction or of all. */
  paidOut(transactionId?: string): number
}

const NO_ANSWER = 'ECONNRESET'
const WITHOUT_ANSWER: readonly Behaviour[] = ['lost', 'down', 'silent']

/** Makes a provider with empty books, for the client side of a server. */
export function createFakeProvider(provider: Provider = 'wechatpay'): FakeProvider {
  const booked = new Map<string, BookedRefund>()
  const calls: string[] = []

  /** The amount that is paid out of a transaction, or may still be. */
  function taken(of: string): number {
    return [...booked.values()]
      .filter(({ transactionId, state }) => transactionId === of && state !== 'closed')
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  }

  function take(
    { refundNumber, transactionId, amountMinor, totalMinor }: RefundRequest,
    state: BookedRefund['state'],
  ): RefundAnswer {
    if (taken(transactionId) + amountMinor > totalMinor) {
      return { state: 'failed', retryable: false, code: 'MORE_THAN_LEFT' }
    }
    booked.set(refundNumber, { transactionId, amountMinor, state })
    return { state }
  }

  const fake: FakeProvider = {
    provider,
    booked,
    calls,
    behave: () => 'succeeds',
    payments: new Map(),
    async start() {
      return {}
    },
    async queryPayment(orderNumber) {
      calls.push(`queryPayment ${orderNumber}`)
      return fake.payments.get(orderNumber) ?? { state: 'unpaid' }
    },
    async refund(request) {
      calls.push(`refund ${request.refundNumber}`)
      const behaviour = fake.behave(request)
      const known = booked.get(request.refundNumber)
      if (known !== undefined && !WITHOUT_ANSWER.includes(behaviour)) return { state: known.state }
      switch (behaviour) {
        case 'succeeds':
          return take(request, 'succeeded')
        case 'pends':
          return take(request, 'pending')
        case 'closes':
          return take(request, 'closed')
        case 'abnormal':
          return take(request, 'abnormal')
        case 'lost':
          if (known === undefined) take(request, 'succeeded')
          throw new Error(NO_ANSWER)
        case 'down':
          throw new Error(NO_ANSWER)
        case 'busy':
          return { state: 'failed', retryable: true, code: 'FREQUENCY_LIMITED' }
        case 'refuses':
          return { state: 'failed', retryable: false, code: 'NOT_ENOUGH' }
        case 'silent':
          return await new Promise(() => {})
      }
    },
    async queryRefund({ refundNumber }) {
      calls.push(`queryRefund ${refundNumber}`)
      const known = booked.get(refundNumber)
      if (known === undefined) return { state: 'failed', retryable: false, code: 'RESOURCE_NOT_EXISTS' }
      return { state: known.state }
    },
    refundInConsole(transactionId, amountMinor, totalMinor) {
      if (taken(transactionId) + amountMinor > totalMinor) return undefined
      const number = `console-${booked.size}`
      booked.set(number, { transactionId, amountMinor, state: 'succeeded' })
      return number
    },
    finish(refundNumber, state) {
      const known = booked.get(refundNumber)
      if (known === undefined) throw new Error(`the provider knows of no refund ${refundNumber}`)
      known.state = state
    },
    paidOut: (transactionId) =>
      [...booked.values()]
        .filter((refund) => refund.state === 'succeeded')
        .filter((refund) => transactionId === undefined || refund.transactionId === transactionId)
        .reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  }
  return fake
}
