import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { apiUrls } from '../../../../demo/providers/env-file.ts'
import { makeFakeKeys } from '../../../../demo/providers/fake-keys.ts'
import { type FakeServer, startFakeServer } from '../../../../demo/providers/fake-server.ts'
import { readConfig } from '../../../../server/config.ts'
import { createLogger } from '../../../../server/lib/logger.ts'
import { ALL_PROVIDERS } from '../../../../server/payments/all-providers.ts'
import { readProviders } from '../../../../server/payments/open-providers.ts'
import type { ProviderClient, RefundRequest } from '../../../../server/payments/providers/port.ts'
import { ProviderRefusal, UnsuitablePayment } from '../../../../server/payments/providers/provider-error.ts'
import { hostClock } from '../../../../shared/clock.ts'
import { switchedOn } from '../../http/notice-senders.ts'

const keys = makeFakeKeys()
const clock = hostClock(globalThis)
const PROVIDERS = ['wechatpay', 'alipay', 'stripe'] as const

/** The clients of a server that is set up for the imitation at `url`, and whatever else `env` says. */
async function openClients(url: string, env: Record<string, string> = {}) {
  const variables = readConfig({ ...switchedOn(keys), ...apiUrls(url), ...env })
  const deps = {
    clock,
    logger: createLogger('silent'),
    publicUrl: () => 'http://127.0.0.1:9',
    ownSecret: async () => '',
  }
  return (await readProviders(variables).open(deps)).clients
}

async function startFake(): Promise<FakeServer> {
  const fake = await startFakeServer({ keys, clock, port: 0, say: () => {} })
  onTestFinished(() => fake.stop())
  return fake
}

async function setUp(provider: (typeof PROVIDERS)[number]) {
  const fake = await startFake()
  const client = (await openClients(fake.url)).get(provider)
  if (client === undefined) throw new Error(provider)
  return { fake, client }
}

const ORDER = { orderNumber: 'A2026112301', amountMinor: 3850, currency: 'CNY', description: '我的门店 50% & "A1"' }

async function pay(fake: FakeServer, provider: string, client: ProviderClient): Promise<void> {
  const params = await client.start(ORDER)
  const body = JSON.stringify({ provider, orderNumber: ORDER.orderNumber, params, webhookUrl: 'http://127.0.0.1:9/' })
  expect((await fetch(`${fake.url}/customer/pay`, { method: 'POST', body })).status).toBe(200)
}

describe.each(PROVIDERS)('%s', (provider) => {
  it('a payment is started, found unpaid, and found paid', async () => {
    const { fake, client } = await setUp(provider)
    expect(await client.queryPayment(ORDER.orderNumber)).toEqual({ state: 'unknown' })
    await client.start(ORDER)
    if (provider !== 'alipay') expect(await client.queryPayment(ORDER.orderNumber)).toEqual({ state: 'unpaid' })
    const from = Date.now() - 2_000
    await pay(fake, provider, client)
    const answer = await client.queryPayment(ORDER.orderNumber)
    expect(answer).toMatchObject({
      state: 'paid',
      amountMinor: 3850,
      currency: 'CNY',
      transactionId: expect.any(String),
    })
    expect(answer.state === 'paid' && answer.paidAt).toBeGreaterThan(from)
  })

  it('a payment of which money went back in the console is found with what went back, and never as one that is not paid', async () => {
    const { fake, client } = await setUp(provider)
    await pay(fake, provider, client)
    const refund = async (amountMinor: number) => {
      const body = JSON.stringify({ provider, orderNumber: ORDER.orderNumber, amountMinor, silent: true })
      expect((await fetch(`${fake.url}/console/refund`, { method: 'POST', body })).status).toBe(200)
      const answer = await client.queryPayment(ORDER.orderNumber)
      expect(answer).toMatchObject({ state: 'paid', amountMinor: 3850 })
      return answer.state === 'paid' ? answer.refunds : undefined
    }
    const state = 'succeeded'
    const one = { state, amountMinor: 1000, refundNumber: expect.stringMatching(/^re_/) }
    const other = { ...one, amountMinor: 2850 }
    const told = {
      wechatpay: [[{ state }], [{ state }]],
      // Alipay's answer about a payment says nothing of a part.
      alipay: [undefined, [{ state, returnedMinor: 3850 }]],
      stripe: [[one], [one, other]],
    }[provider]
    expect([await refund(1000), await refund(2850)]).toEqual(told)
  })

  it('money is refunded once for one number, however often it is asked for', async () => {
    const { fake, client } = await setUp(provider)
    await pay(fake, provider, client)
    const paid = await client.queryPayment(ORDER.orderNumber)
    const transactionId = paid.state === 'paid' ? paid.transactionId : ''
    const request: RefundRequest = {
      ...{ orderNumber: ORDER.orderNumber, transactionId, refundNumber: 'rf_1', amountMinor: 3850, totalMinor: 3850 },
      ...{ currency: 'CNY', reason: '卖完了 & sold out' },
    }
    expect(['pending', 'succeeded']).toContain((await client.refund(request)).state)
    expect(['pending', 'succeeded']).toContain((await client.refund(request)).state)
    expect(await client.queryRefund(request)).toEqual({ state: 'succeeded' })
    const other = await client.refund({ ...request, transactionId: 'nobody', refundNumber: 'rf_2' })
    expect(other).toMatchObject({ state: 'failed', retryable: false, code: expect.stringMatching(/\w/) })
    // Asking about what is not there decides nothing.
    const unknown = await client.queryRefund({ ...request, refundNumber: 'rf_9' })
    expect(unknown.state === 'pending' || (unknown.state === 'failed' && unknown.retryable)).toBe(true)
  })

  it('asks that it does not understand are refused before anybody is asked', async () => {
    const client = (await openClients('http://127.0.0.1:9')).get(provider)
    const start = (more: object) => client?.start({ ...ORDER, ...more })
    await expect(start({ method: 'constructor' })).rejects.toThrow(UnsuitablePayment)
    if (provider === 'stripe') return
    await expect(start({ currency: 'USD' })).rejects.toThrow(UnsuitablePayment)
    await expect(start({ orderNumber: 'A-1' })).rejects.toThrow(UnsuitablePayment)
  })

  it('a provider that is not there, or answers in another’s name, is no answer', async () => {
    const nowhere = (await openClients('http://127.0.0.1:9')).get(provider)
    await expect(nowhere?.queryPayment(ORDER.orderNumber)).rejects.toThrow()
    if (provider === 'stripe') return
    const forged = makeForgery()
    const fake = await startFakeServer({ keys: forged, clock, port: 0, say: () => {} })
    onTestFinished(() => fake.stop())
    const client = (await openClients(fake.url)).get(provider)
    const asked = provider === 'wechatpay' ? client?.start(ORDER) : client?.queryPayment(ORDER.orderNumber)
    await expect(asked).rejects.toThrow()
  })
})

const REFUND: RefundRequest = {
  ...{ orderNumber: 'A1', transactionId: 't', refundNumber: 'rf_1', amountMinor: 1, totalMinor: 1, currency: 'CNY' },
  reason: '',
}

/** Believes what our server signs, and signs with keys that are not the provider's. Answers every query with success. */
function makeForgery(): typeof keys {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    ...keys,
    wechatpay: { ...keys.wechatpay, platform: { ...keys.wechatpay.platform, privateKey } },
    alipay: { ...keys.alipay, privateKey },
  }
}

it('WeChat Pay: the page inside WeChat gets what it hands on, signed by us', async () => {
  const { client } = await setUp('wechatpay')
  expect(await client.start({ ...ORDER, method: 'jsapi', payer: 'o-1' })).toEqual({
    appId: keys.wechatpay.appid,
    timeStamp: expect.stringMatching(/^\d{10}$/),
    nonceStr: expect.stringMatching(/^[0-9a-f]{32}$/),
    package: expect.stringMatching(/^prepay_id=wx/),
    signType: 'RSA',
    paySign: expect.stringMatching(/^[A-Za-z0-9+/]{342}==$/),
  })
  await expect(client.start({ ...ORDER, method: 'jsapi' })).rejects.toThrow(UnsuitablePayment)
})

it.each(PROVIDERS)(
  '%s takes the ways to pay that its module names, the first one by default, and no other',
  async (name) => {
    const { client } = await setUp(name)
    const methods: readonly string[] = ALL_PROVIDERS.find((provider) => provider.name === name)?.methods ?? []
    const start = async (method?: string) =>
      Object.keys(await client.start({ ...ORDER, payer: 'o1', ...(method !== undefined && { method }) }))
    expect(await start()).toEqual(await start(methods[0]))
    for (const method of ALL_PROVIDERS.flatMap((provider): readonly string[] => provider.methods)) {
      if (methods.includes(method)) expect(await start(method), method).not.toEqual([])
      else await expect(start(method), method).rejects.toThrow(UnsuitablePayment)
    }
  },
)

it('a provider that does not know our key says so, and is asked again later', async () => {
  const fake = await startFake()
  const clients = await openClients(fake.url, {
    WECHATPAY_SERIAL: 'ABCDEF0123456789',
    STRIPE_SECRET_KEY: 'sk_test_other_key',
  })
  for (const provider of ['wechatpay', 'stripe'] as const)
    expect(await clients.get(provider)?.refund(REFUND), provider).toMatchObject({ state: 'failed', retryable: true })
})

it('a payment that the provider refuses is told apart from one it did not hear of', async () => {
  const { fake, client } = await setUp('wechatpay')
  await pay(fake, 'wechatpay', client)
  await expect(client.start(ORDER)).rejects.toThrow(ProviderRefusal)
})
