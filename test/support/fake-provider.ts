import type {
  PaymentAnswer,
  ProviderClient,
  RefundAnswer,
  RefundRequest,
} from '../../server/payments/providers/port.ts'
import type { Provider } from '../../shared/api/payments.ts'

/**
 * What the provider does with a refund that it is asked for. lost: it takes it, and its answer does not arrive. down:
 * it hears nothing. busy, refuses: it says no, for now or for ever. silent: it never answers.
 */
export type Behaviour = 'succeeds' | 'pends' | 'lost' | 'down' | 'busy' | 'refuses' | 'closes' | 'abnormal' | 'silent'

/** A refund as the provider's own books have it. */
export interface BookedRefund {
  transactionId: string
  amountMinor: number
  state: 'succeeded' | 'pending' | 'closed' | 'abnormal'
}

/** A provider that keeps books: a number is paid out once, whatever is repeated. Nothing leaves the process. */
export interface FakeProvider extends ProviderClient {
  /** By refund number. */
  booked: Map<string, BookedRefund>
  /** Every call, oldest first: `refund rf_…`, `queryRefund rf_…`, `queryPayment A1`. */
  calls: string[]
  /** Default: everything succeeds. */
  behave: (request: RefundRequest) => Behaviour
  /** Payments by order number, as the provider knows them. Default: unpaid. */
  payments: Map<string, PaymentAnswer>
  /** The provider is done with a refund that it had pending. */
  finish(refundNumber: string, state: BookedRefund['state']): void
  /** All that it has paid out, of one transaction or of all. */
  paidOut(transactionId?: string): number
}

const NO_ANSWER = 'ECONNRESET'
const NOT_HEARD: readonly Behaviour[] = ['lost', 'down', 'silent']

export function createFakeProvider(provider: Provider = 'wechatpay'): FakeProvider {
  const booked = new Map<string, BookedRefund>()
  const calls: string[] = []

  function take(
    { refundNumber, transactionId, amountMinor }: RefundRequest,
    state: BookedRefund['state'],
  ): RefundAnswer {
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
      if (known !== undefined && !NOT_HEARD.includes(behaviour)) return { state: known.state }
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
