import type { Provider, StartedPayment } from '../../shared/api/payments.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import { codePointLength } from '../../shared/text.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getOrder } from '../orders/get-order.ts'
import { referenceOf } from '../orders/order-reference.ts'
import type { PaymentContext, PaymentParams, ProviderClient } from '../payments/providers/port.ts'
import { ProviderRefusal, UnsuitablePayment } from '../payments/providers/provider-error.ts'
import { firstPollAt } from './poll-payments.ts'

export interface StartPayment {
  orderId: number
  provider: Provider
  /** The way in which the customer pays, in the provider's own word; default: the provider's usual way. */
  method?: string | undefined
  /** The customer's id at the provider, where the method needs it. */
  payer?: string | undefined
}

/** A recorded attempt to pay, before the provider is asked. */
type PaymentAttempt = Omit<StartedPayment, 'params'>

/** Characters of the longest description: WeChat Pay's limit of 127 is the shortest. */
const LONGEST_DESCRIPTION = 120

/**
 * Starts a payment: records the attempt first, so that its money is looked for even after a crash; then asks the
 * provider, outside of any transaction. Payments of a provider without a client are started by the shop itself. Rejects
 * with `provider_unknown`, `order_unknown`, `order_not_payable`, `provider_refused`, `provider_unavailable`.
 */
export async function startPayment(ctx: PaymentContext, input: StartPayment): Promise<StartedPayment> {
  const client = ctx.clients.get(input.provider)
  if (client === undefined && !ctx.verifiers.has(input.provider)) throw appError('provider_unknown')
  const attempt = await ctx.db.write((tx) => recordAttempt(tx, ctx, input))
  return { ...attempt, params: client === undefined ? {} : await askToStart(ctx, client, attempt, input) }
}

/** Records that a customer is about to pay. Throws `order_unknown`, `order_not_payable`. */
async function recordAttempt(
  tx: Tx,
  ctx: PaymentContext,
  { orderId, provider }: StartPayment,
): Promise<PaymentAttempt> {
  const order = await getOrder(tx, orderId)
  if (order.status !== ORDER_STATUS.pending_payment) throw appError('order_not_payable')
  const reference = await referenceOf(tx, ctx, order, ctx.clients.has(provider))
  const id = ctx.random.id('pa')
  await tx.run('INSERT INTO payment_attempts (id, order_id, provider, created_at, next_at) VALUES (?, ?, ?, ?, ?)', [
    id,
    order.id,
    provider,
    ctx.clock.now(),
    firstPollAt(ctx, provider),
  ])
  return {
    id,
    orderId: order.id,
    provider,
    orderNumber: reference,
    amountMinor: order.amount_minor,
    currency: order.currency,
    notifyPath: `/notify/${provider}`,
  }
}

/** Asks the provider to start the payment. Throws `order_not_payable`, `provider_refused`, `provider_unavailable`. */
async function askToStart(
  ctx: PaymentContext,
  client: ProviderClient,
  attempt: PaymentAttempt,
  { method, payer }: StartPayment,
): Promise<PaymentParams> {
  const { orderNumber, amountMinor, currency } = attempt
  try {
    return await client.start({
      orderNumber,
      amountMinor,
      currency,
      description: await describe(ctx, attempt),
      ...(method !== undefined && { method }),
      ...(payer !== undefined && { payer }),
    })
  } catch (error) {
    if (error instanceof UnsuitablePayment) throw appError('order_not_payable', { detail: error.message })
    ctx.logger.warn({ err: error, provider: client.provider }, 'a payment provider did not start a payment')
    if (error instanceof ProviderRefusal) throw appError('provider_refused', { detail: error.code })
    throw appError('provider_unavailable', { retryMs: 5_000 })
  }
}

/** Words the text that the customer reads at the provider's: the store's name and the order's number. */
async function describe(ctx: PaymentContext, { orderId }: PaymentAttempt): Promise<string> {
  const store = await ctx.db.read.get<{ name: string; number: string }>(
    'SELECT s.name, o.number FROM stores s JOIN orders o ON o.store_id = s.id WHERE o.id = ?',
    [orderId],
  )
  const { name = '', number = '' } = store ?? {}
  const room = LONGEST_DESCRIPTION - codePointLength(number) - 1
  return `${Array.from(name).slice(0, room).join('')} ${number}`.trim()
}
