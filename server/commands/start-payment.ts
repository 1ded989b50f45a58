import type { Provider, StartedPayment } from '../../shared/api/payments.ts'
import { appError } from '../lib/app-error.ts'
import type { PaymentContext, PaymentParams, ProviderClient } from '../payments/providers/port.ts'
import { ProviderRefusal, UnsuitablePayment } from '../payments/providers/provider-error.ts'
import { type NotedPayment, startPayment } from './record-attempt.ts'

export interface BeginPayment {
  orderId: number
  provider: Provider
  method?: string | undefined
  payer?: string | undefined
}

/** WeChat Pay takes 127 characters, the shortest of all. */
const LONGEST_DESCRIPTION = 120

/**
 * Starts a payment: it is noted first, so that its money is looked for whatever happens next; then the provider is
 * asked, outside of any transaction. Throws `provider_unknown`, `order_unknown`, `order_not_payable`,
 * `provider_refused`, `provider_unavailable`.
 */
export async function beginPayment(ctx: PaymentContext, input: BeginPayment): Promise<StartedPayment> {
  const client = ctx.clients.get(input.provider)
  if (client === undefined && input.provider !== 'standard-webhooks') throw appError('provider_unknown')
  const noted = await ctx.db.write((tx) => startPayment(tx, ctx, input))
  return { ...noted, params: client === undefined ? {} : await askToStart(ctx, client, noted, input) }
}

async function askToStart(
  ctx: PaymentContext,
  client: ProviderClient,
  noted: NotedPayment,
  { method, payer }: BeginPayment,
): Promise<PaymentParams> {
  const { orderNumber, amountMinor, currency } = noted
  try {
    return await client.start({
      orderNumber,
      amountMinor,
      currency,
      description: await describe(ctx, noted),
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

/** What the customer reads at the provider's: whom they pay, and for which order. */
async function describe(ctx: PaymentContext, { orderId, orderNumber }: NotedPayment): Promise<string> {
  const store = await ctx.db.read.get<{ name: string }>(
    'SELECT s.name FROM stores s JOIN orders o ON o.store_id = s.id WHERE o.id = ?',
    [orderId],
  )
  const room = LONGEST_DESCRIPTION - orderNumber.length - 1
  return `${Array.from(store?.name ?? '')
    .slice(0, room)
    .join('')} ${orderNumber}`.trim()
}
