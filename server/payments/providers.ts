import type { Provider } from '../../shared/api/payments.ts'
import { configError } from '../lib/config-error.ts'
import { SETTINGS } from './provider-settings.ts'
import type { AlipaySettings } from './providers/alipay/settings.ts'
import type { NotifyAdapter, ProviderClient } from './providers/port.ts'
import type { StripeSettings } from './providers/stripe/settings.ts'
import type { WechatpaySettings } from './providers/wechatpay/settings.ts'
import { createSlot, type ProvidersDeps, type Side } from './reloadable-provider.ts'

/** The payment providers that are switched on. Which ones does not change; their keys do, behind the same objects. */
export interface Providers {
  adapters: ReadonlyMap<Provider, NotifyAdapter>
  clients: ReadonlyMap<Provider, ProviderClient>
  /**
   * Reads the key files again and takes what has changed. New keys that are wrong are logged, once, and the old ones
   * stay: a rotation that is half done must not cost a payment.
   */
  reload(): Promise<void>
}

/** Sets up every provider that is switched on. Rejects with a ConfigError that tells every fault. */
export async function openProviders(deps: ProvidersDeps): Promise<Providers> {
  const slots = [
    createSlot('wechatpay', deps, SETTINGS.wechatpay, openWechatpay),
    createSlot('alipay', deps, SETTINGS.alipay, openAlipay),
    createSlot('stripe', deps, SETTINGS.stripe, openStripe),
  ]
  const faults = new Set((await Promise.all(slots.map((slot) => slot.open()))).flat())
  if (faults.size > 0) throw configError([...faults])
  const on = slots.filter((slot) => slot.isOn())
  return {
    adapters: new Map(on.map(({ provider, side }) => [provider, currentAdapter(provider, side)])),
    clients: new Map(on.map(({ provider, side }) => [provider, currentClient(provider, side)])),
    async reload() {
      for (const slot of on) await slot.reload()
    },
  }
}

function currentAdapter(provider: Provider, side: () => Side): NotifyAdapter {
  return {
    provider,
    verify: (notice) => side().adapter.verify(notice),
    ack: () => side().adapter.ack(),
    nack: (error) => side().adapter.nack(error),
  }
}

function currentClient(provider: Provider, side: () => Side): ProviderClient {
  return {
    provider,
    start: (request) => side().client.start(request),
    queryPayment: (orderNumber) => side().client.queryPayment(orderNumber),
    refund: (request) => side().client.refund(request),
    queryRefund: (request) => side().client.queryRefund(request),
  }
}

/** The libraries are loaded for those who need them: together they cost more than the rest of the start. */
async function openWechatpay(settings: WechatpaySettings, deps: ProvidersDeps): Promise<Side> {
  const [{ createWechatpayNotify }, { createWechatpayClient }] = await Promise.all([
    import('./providers/wechatpay/verify.ts'),
    import('./providers/wechatpay/client.ts'),
  ])
  const client = createWechatpayClient(settings, { clock: deps.clock, notifyUrl: notifyUrl(deps, 'wechatpay') })
  return { adapter: createWechatpayNotify(settings), client }
}

async function openAlipay(settings: AlipaySettings, deps: ProvidersDeps): Promise<Side> {
  const [{ createAlipayNotify }, { createAlipayClient }] = await Promise.all([
    import('./providers/alipay/verify.ts'),
    import('./providers/alipay/client.ts'),
  ])
  const client = createAlipayClient(settings, { notifyUrl: notifyUrl(deps, 'alipay') })
  return { adapter: createAlipayNotify(settings), client }
}

async function openStripe(settings: StripeSettings): Promise<Side> {
  const [{ Stripe }, { createStripeNotify }, { createStripeClient }] = await Promise.all([
    import('stripe'),
    import('./providers/stripe/verify.ts'),
    import('./providers/stripe/client.ts'),
  ])
  return { adapter: createStripeNotify(settings, Stripe.webhooks), client: createStripeClient(settings) }
}

/** Without a query, and without a session: WeChat takes no other address. */
function notifyUrl({ publicUrl }: ProvidersDeps, provider: Provider): () => string {
  return () => `${publicUrl().replace(/\/$/, '')}/notify/${provider}`
}
