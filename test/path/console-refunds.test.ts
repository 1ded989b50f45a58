import { expect, it, onTestFinished } from 'vitest'
import { apiUrls } from '../../demo/providers/env-file.ts'
import { makeFakeKeys } from '../../demo/providers/fake-keys.ts'
import { startFakeServer } from '../../demo/providers/fake-server.ts'
import { OTHER_APPID } from '../../demo/providers/fake-wechatpay.ts'
import { pollPayments } from '../../server/commands/poll-payments.ts'
import type { Order } from '../../shared/api/orders.ts'
import type { OrderPayments } from '../../shared/api/payments.ts'
import { hostClock } from '../../shared/clock.ts'
import { switchedOn } from '../server/http/notice-senders.ts'
import { entries, isReminder } from '../support/frames.ts'
import { startTestServer } from '../support/test-server.ts'

const PROVIDERS = ['wechatpay', 'alipay', 'stripe'] as const
type ProviderName = (typeof PROVIDERS)[number]

/** A shop with a device, and the imitated providers with their consoles. */
async function rig(env: Record<string, string> = {}) {
  const keys = makeFakeKeys()
  const fake = await startFakeServer({ keys, clock: hostClock(globalThis), port: 0, say: () => {} })
  onTestFinished(() => fake.stop())
  const lines: string[] = []
  const log = (line: string) => void lines.push(line)
  const server = await startTestServer({ log, env: { ...switchedOn(keys), ...apiUrls(fake.url), ...env } })
  const { api, running } = server
  const device = await server.connect({ token: (await api.pair()).token, autoAck: true })
  await device.synced()
  async function atFake(path: string, body: object): Promise<unknown> {
    const response = await fetch(new URL(path, fake.url), { method: 'POST', body: JSON.stringify(body) })
    const text = await response.text()
    if (!response.ok) throw new Error(text)
    return JSON.parse(text)
  }
  return {
    ...server,
    lines,
    device,
    async pay(provider: ProviderName, more: object = {}): Promise<{ order: Order; answered: unknown }> {
      const order = await api.place({ number: `A${Math.random().toString(36).slice(2, 12)}` })
      const path = `/v1/orders/${order.id}/payments`
      const started = await api.call('POST', path, { as: api.orderingKey, body: { provider } })
      const { params } = started.body as { params: object }
      const webhookUrl = `${server.url}/notify/${provider}`
      const answered = await atFake('/customer/pay', {
        provider,
        orderNumber: order.number,
        params,
        webhookUrl,
        ...more,
      })
      return { order, answered }
    },
    refund: (provider: ProviderName, { number: orderNumber }: Order, amountMinor: number, silent = false) =>
      atFake('/console/refund', { provider, orderNumber, amountMinor, silent }),
    look: async ({ id }: Order) => (await api.call('GET', `/v1/orders/${id}`, { as: api.orderingKey })).body as Order,
    async payments({ id }: Order) {
      const { body } = await api.call('GET', `/v1/orders/${id}/payments`, { as: api.orderingKey })
      return (body as OrderPayments).payments
    },
    /** The server asks about payments whose callbacks did not come, as it does half a minute later. */
    async poll(): Promise<void> {
      await running.ctx.db.write((tx) => tx.run('UPDATE payment_attempts SET next_at = 0 WHERE next_at IS NOT NULL'))
      await pollPayments(running.ctx)
    },
    /** What the device is told of an order: `new_order`'s number, or the refund. */
    told: ({ id }: Order) =>
      entries(device.frames)
        .filter(isReminder)
        .filter(({ orderId }) => orderId === id)
        .map(({ type, order }) => order.refund ?? type),
  }
}

it.each(PROVIDERS)(
  'refunds made in the console of %s move pay status and turnover, and the shop hears of them',
  async (provider) => {
    const { pay, refund, look, payments, told, device } = await rig()
    const { order, answered } = await pay(provider)
    expect(answered).toMatchObject({ status: expect.any(Number) })
    for (const reply of (await refund(provider, order, 1_000)) as { status: number }[])
      expect(reply.status).toBeLessThan(300)
    expect(await look(order)).toMatchObject({ status: 2, payStatus: 1, refundedMinor: 1_000 })
    for (const reply of (await refund(provider, order, 2_850)) as { status: number }[])
      expect(reply.status).toBeLessThan(300)
    expect(await look(order)).toMatchObject({ status: 2, payStatus: 2, refundedMinor: 3_850 })
    expect(await payments(order)).toMatchObject([{ state: 'refunded', reviewReason: null, refundedMinor: 3_850 }])
    await device.until((frame) => isReminder(frame) && frame.order.refund?.state === 'whole')
    expect(told(order)).toEqual([1, { state: 'part', amountMinor: 1_000 }, { state: 'whole', amountMinor: 3_850 }])
  },
)

it.each(PROVIDERS)(
  'I1, I4: %s: a payment whose callback was lost and of which a part went back rings',
  async (provider) => {
    const { pay, refund, look, payments, poll, told, device } = await rig()
    const { order } = await pay(provider, { silent: true })
    await refund(provider, order, 1_000, true)
    expect(await look(order)).toMatchObject({ status: 1 })
    await poll()
    expect(await look(order)).toMatchObject({ status: 2, payStatus: 1 })
    const expected = {
      wechatpay: [1, { state: 'unknown' }],
      alipay: [1],
      stripe: [1, { state: 'part', amountMinor: 1_000 }],
    }[provider]
    await device.until((_frame) => told(order).length === expected.length)
    expect(told(order)).toEqual(expected)
    expect(await payments(order)).toMatchObject([
      { state: 'applied', refundedMinor: provider === 'stripe' ? 1_000 : 0, refundUnknown: provider === 'wechatpay' },
    ])
  },
)

it.each(PROVIDERS)(
  '%s: a payment whose callback was lost and that went back in full is not silent',
  async (provider) => {
    const { pay, refund, look, payments, poll, told, device } = await rig()
    const { order } = await pay(provider, { silent: true })
    await refund(provider, order, 3_850, true)
    await poll()
    await device.until(isReminder)
    if (provider === 'wechatpay') {
      // WeChat says REFUND of a part as of the whole.
      expect(await look(order)).toMatchObject({ status: 2 })
      await device.until((_frame) => told(order).length === 2)
      expect(told(order)).toEqual([1, { state: 'unknown' }])
    } else {
      expect(await look(order)).toMatchObject({ status: 1, payStatus: 0 })
      expect(told(order)).toEqual([{ state: 'whole', amountMinor: 3_850 }])
      expect(await payments(order)).toMatchObject([{ state: 'refunded', reviewReason: 'already_refunded' }])
    }
  },
)

it.each(['alipay', 'wechatpay', 'stripe'] as const)(
  '%s: the notice of a refund before that of the payment brings the payment along',
  async (provider) => {
    const { pay, refund, look } = await rig()
    const { order } = await pay(provider, { silent: true })
    await refund(provider, order, 1_000)
    expect(await look(order)).toMatchObject({ status: 2, payStatus: 1, refundedMinor: 1_000 })
  },
)

it('Alipay’s notice in GBK, with a short amount and a fraction of a second, is taken', async () => {
  const { pay, look } = await rig()
  const { order, answered } = await pay('alipay', { quirk: 'gbk' })
  expect(answered).toEqual({ status: 200, body: 'success' })
  expect(await look(order)).toMatchObject({ status: 2, payStatus: 1 })
})

it('a payment in another app of the merchant at WeChat Pay is taken when the app is in the list, else refused', async () => {
  const one = await rig()
  expect((await one.pay('wechatpay', { quirk: 'other_appid' })).answered).toMatchObject({ status: 400 })
  const both = await rig({ WECHATPAY_APPID: `wx8888888888888888,${OTHER_APPID}` })
  const { order, answered } = await both.pay('wechatpay', { quirk: 'other_appid' })
  expect(answered).toMatchObject({ status: 204 })
  expect(await both.look(order)).toMatchObject({ status: 2, payStatus: 1 })
})

it.each(['service_provider', 'combined'] as const)(
  'WeChat Pay: a %s payment is refused by its name, in the answer, the log and the metrics',
  async (quirk) => {
    const { pay, lines, api, look } = await rig()
    const { order, answered } = await pay('wechatpay', { quirk })
    const code = `${quirk}_payment`
    expect(answered).toEqual({ status: 400, body: JSON.stringify({ code: 'FAIL', message: code }) })
    const logged = lines.filter((line) => line.includes(code))
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([{ level: 50, code, provider: 'wechatpay' }])
    const { body } = await api.call('GET', '/metrics', { as: api.operatorKey })
    expect(body).toContain(`laidan_callbacks_refused_total{provider="wechatpay",code="${code}"} 1`)
    expect(await look(order)).toMatchObject({ status: 1 })
  },
)
