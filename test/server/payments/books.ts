import { expect } from 'vitest'
import type { RefundRow } from '../../../server/payments/refunds/refund-row.ts'
import { returnedMinor } from '../../../server/payments/refunds/returned-minor.ts'
import type { Payment, PaymentState } from '../../../shared/api/payments.ts'
import type { FakeProvider } from '../../support/fake-provider.ts'
import type { TestServer } from '../../support/test-server.ts'

interface BookedPayment {
  id: string
  transaction_id: string
  order_id: number | null
  amount_minor: number
  state: PaymentState
  review_reason: string | null
  refund_fault: string | null
  returned_minor: number
}

interface BookedOrder {
  id: number
  status: number
  pay_status: number
  refunded_minor: number
}

/** Every payment of a server, newest first. */
export async function paymentsOf({ api }: TestServer, query = ''): Promise<Payment[]> {
  const { body } = await api.call('GET', `/v1/payments?limit=200&${query}`, { as: api.operatorKey })
  return (body as { payments: Payment[] }).payments
}

/**
 * Compares our books with the provider's. `came`: what it took, by transaction, and told us of. Every bit of it is
 * applied, on its way back, back, or waits for a human; nothing is paid out twice; and what we say of money that went
 * back is what the provider has done.
 */
export async function balance({ running }: TestServer, fake: FakeProvider, came: ReadonlyMap<string, number>) {
  const sql = running.ctx.db.read
  const payments = await sql.all<BookedPayment>('SELECT * FROM payments')
  const refunds = await sql.all<RefundRow>('SELECT * FROM refunds')
  expect(new Map(payments.map((payment) => [payment.transaction_id, payment.amount_minor]))).toEqual(came)
  for (const payment of payments) {
    const own = refunds.filter(({ payment_id }) => payment_id === payment.id)
    expect({ ...payment, wrong: faultsOf(payment, own, fake) }).toEqual({ ...payment, wrong: [] })
  }
  const orders = await sql.all<BookedOrder>('SELECT id, status, pay_status, refunded_minor FROM orders')
  for (const { id, status, pay_status, refunded_minor } of orders) {
    const paidBy = payments.filter(({ order_id, review_reason }) => order_id === id && review_reason === null)
    expect(paidBy.length, `I4: payments of order ${id}`).toBe(pay_status === 0 ? 0 : 1)
    const [payment] = paidBy
    // An order that was refunded in the console stays where the shop has it.
    if (payment !== undefined && status === 6) expect(payment.state, `order ${id} is cancelled`).not.toBe('applied')
    if (payment !== undefined && status !== 6) expect(['applied', 'refunded']).toContain(payment.state)
    const own = refunds.filter(({ payment_id }) => payment_id === payment?.id)
    expect(refunded_minor, `order ${id} has lost`).toBe(payment === undefined ? 0 : returnedMinor(payment, own))
    expect(pay_status === 2, `order ${id} is refunded`).toBe(payment?.state === 'refunded')
  }
}

function faultsOf(payment: BookedPayment, own: readonly RefundRow[], fake: FakeProvider): string[] {
  const paidOut = fake.paidOut(payment.transaction_id)
  const byHand = own.filter(({ note, state }) => note !== null && state === 'succeeded').length
  const live = own.filter(({ next_at }) => next_at !== null)
  const { state, amount_minor: amount } = payment
  const back = returnedMinor(payment, own)
  const unsent = live.filter((refund) => refund.state === 'queued' && refund.attempts === 0)
  const wrong: [boolean, string][] = [
    [paidOut > amount, 'paid out twice'],
    [unsent.some((refund) => refund.amount_minor !== amount - back), 'a refund of another amount than what is left'],
    [live.length !== (state === 'refunding' ? 1 : 0), `${live.length} refunds under way`],
    [live.some((refund) => refund.state !== 'queued' && refund.state !== 'pending'), 'a settled refund is asked about'],
    [state !== 'refunded' && state !== 'refunding' && amount > 0 && back >= amount, 'all is back, and nobody says so'],
    [state === 'refunded' && byHand === 0 && paidOut !== amount, 'the provider has not paid it out'],
    [(state === 'applied' || state === 'review') && paidOut !== back, 'the provider has paid something else out'],
    [(state === 'refund_due') !== (payment.refund_fault !== null), `the fault is ${payment.refund_fault}`],
    [state === 'review' && payment.review_reason === null, 'in review without a reason'],
  ]
  return wrong.filter(([is]) => is).map(([, what]) => what)
}
