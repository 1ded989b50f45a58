import { expect, it, onTestFinished, vi } from 'vitest'
import { apiUrls, writeEnvFile } from '../../demo/providers/env-file.ts'
import { makeFakeKeys } from '../../demo/providers/fake-keys.ts'
import { startFakeServer } from '../../demo/providers/fake-server.ts'
import { writeLocalKeys } from '../../server/cli/local-keys.ts'
import type { Payment } from '../../shared/api/payments.ts'
import { hostClock } from '../../shared/clock.ts'
import { switchedOn } from '../server/http/notice-senders.ts'
import { isReminder } from '../support/frames.ts'
import { runChild } from '../support/run-child.ts'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer } from '../support/test-server.ts'

/** Runs `npm run order` as npm would; resolves to what it printed. */
async function order(dataDir: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = runChild('demo/main.ts', args, { DATA_DIR: dataDir })
  const { code } = await child.exited
  return { code, output: child.output() }
}

it('I1 I4: through each imitated provider a paid order rings the bell, and a rejected one gets its money back', async () => {
  const keys = makeFakeKeys()
  const fake = await startFakeServer({ keys, clock: hostClock(globalThis), port: 0, say: () => {} })
  onTestFinished(() => fake.stop())
  const dataDir = tempDir()
  const server = await startTestServer({ dataDir, env: { ...switchedOn(keys), ...apiUrls(fake.url) } })
  const { api, running } = server
  const { storeId, orderingKey, operatorKey } = api
  const { standardWebhooksSecret } = running
  await writeLocalKeys(dataDir, { url: server.url, storeId, orderingKey, operatorKey, standardWebhooksSecret })
  const { token } = await api.pair()
  const device = await server.connect({ token, autoAck: true })
  await device.synced()

  const early = await order(dataDir, '--provider', 'wechatpay')
  expect(early).toMatchObject({ code: 1, output: expect.stringContaining('npm run fake-providers') })
  await writeEnvFile(dataDir, fake.url, keys)
  expect(await order(dataDir, '--provider', 'paypal')).toMatchObject({ code: 1 })

  for (const provider of ['wechatpay', 'alipay', 'stripe']) {
    const { code, output } = await order(dataDir, '--provider', provider, '--dish', '宫保鸡丁 x2')
    expect(code, output).toBe(0)
  }
  await vi.waitFor(() => expect(device.frames.filter(isReminder)).toHaveLength(3), 10_000)
  expect(await order(dataDir, '--refund', '10')).toMatchObject({ code: 0, output: expect.stringContaining('200') })
  expect(await order(dataDir, '--refund', '1000')).toMatchObject({
    code: 1,
    output: expect.stringContaining('more than'),
  })
  // On a slow machine some have rung again by now.
  const reminders = device.frames.filter(isReminder).filter(({ type, n }) => type === 1 && n === 1)
  for (const { orderId } of reminders) expect((await api.move(token, orderId, 'reject', '卖完了')).status).toBe(200)
  await vi.waitFor(
    async () => {
      const { body } = await api.call('GET', '/v1/payments', { as: operatorKey })
      const states = (body as { payments: Payment[] }).payments.map(({ provider, state }) => `${provider} ${state}`)
      expect(states.toSorted()).toEqual(['alipay refunded', 'stripe refunded', 'wechatpay refunded'])
    },
    { timeout: 120_000, interval: 250 },
  )
  for (const { orderId } of reminders)
    expect(await api.call('GET', `/v1/orders/${orderId}`, { as: token })).toMatchObject({ body: { payStatus: 2 } })
})

it('I11: starting a payment again with the same key gets the same answer, also when the provider is gone', async () => {
  const keys = makeFakeKeys()
  const fake = await startFakeServer({ keys, clock: hostClock(globalThis), port: 0, say: () => {} })
  onTestFinished(() => fake.stop())
  const { api } = await startTestServer({ env: { ...switchedOn(keys), ...apiUrls(fake.url) } })
  const { id } = await api.place()
  const start = (key: string, body: object) =>
    api.call('POST', `/v1/orders/${id}/payments`, { as: api.orderingKey, body, headers: { 'idempotency-key': key } })
  const first = await start('k1', { provider: 'alipay' })
  expect(first).toMatchObject({
    status: 201,
    body: { provider: 'alipay', notifyPath: '/notify/alipay', params: { form: expect.stringContaining('<form') } },
  })
  expect((await start('k1', { provider: 'alipay' })).body).toEqual(first.body)
  expect(await start('k1', { provider: 'stripe' })).toMatchObject({ body: { code: 'idempotency_key_reused' } })
  expect(await start('k2', { provider: 'wechatpay', method: 'form' })).toMatchObject({
    body: { code: 'order_not_payable' },
  })
  const code = await start('k3', { provider: 'wechatpay' })
  expect(code).toMatchObject({ status: 201, body: { params: { codeUrl: expect.stringMatching(/^weixin:/) } } })

  await fake.stop()
  expect((await start('k3', { provider: 'wechatpay' })).body).toEqual(code.body)
  const gone = await start('k4', { provider: 'wechatpay' })
  expect(gone).toMatchObject({ status: 503, body: { code: 'provider_unavailable', retryMs: 5_000 } })
})
