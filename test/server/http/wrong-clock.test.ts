import { expect, it } from 'vitest'
import type { Provider } from '../../../shared/api/payments.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { startTestServer, TEST_WEBHOOKS_SECRET } from '../../support/test-server.ts'
import { noticeText, webhookHeaders } from '../../support/webhook.ts'
import { createSenders } from './notice-senders.ts'
import { sendRaw } from './raw-request.ts'

const HOUR = 3_600_000

async function open() {
  const clock = createManualClock()
  const lines: string[] = []
  const server = await startTestServer({ clock, log: (line) => lines.push(line) })
  const ready = async () => {
    const response = await fetch(`${server.url}/readyz`)
    return (await response.json()) as object
  }
  const pay = async (signedAt: number, orderNumber: string, amountMinor: number) => {
    const text = noticeText(signedAt, { transactionId: `t${signedAt}`, orderNumber, amountMinor })
    const headers = webhookHeaders(TEST_WEBHOOKS_SECRET, signedAt, text, `m${signedAt}`)
    const response = await fetch(`${server.url}/notify/standard-webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: text,
    })
    return response.status
  }
  return { clock, lines, server, ready, pay }
}

it('a right signature refused for its time is an error that names the difference, is counted, and ends readiness', async () => {
  const { clock, lines, server, ready, pay } = await open()
  const order = await server.api.place()
  expect(await ready()).toEqual({ status: 'ready' })
  expect(await pay(clock.now() - 8 * HOUR, order.number, order.amountMinor)).toBe(401)

  const line = lines.map((text) => JSON.parse(text)).find(({ code }) => code === 'timestamp_skew')
  expect(line).toMatchObject({ level: 50, provider: 'standard-webhooks', aheadMs: expect.closeTo(8 * HOUR, -4) })
  expect(await ready()).toMatchObject({ status: 'unavailable', fault: 'clock' })
  const scraped = await fetch(`${server.url}/metrics`, {
    headers: { authorization: `Bearer ${server.api.operatorKey}` },
  })
  expect(await scraped.text()).toContain(
    'laidan_callbacks_refused_total{provider="standard-webhooks",code="timestamp_skew"} 1',
  )

  expect(await pay(clock.now(), order.number, order.amountMinor)).toBe(204)
  expect(await ready()).toMatchObject({ status: 'ready' })
})

it('a wrong signature says nothing about our clock', async () => {
  const { clock, server, ready } = await open()
  const at = clock.now() - 8 * HOUR
  const text = noticeText(at, { transactionId: 't', orderNumber: 'x', amountMinor: 1 })
  const headers = webhookHeaders(
    `whsec_${Buffer.from('another secret of 24 bytes or more').toString('base64')}`,
    at,
    text,
    'm',
  )
  const response = await fetch(`${server.url}/notify/standard-webhooks`, { method: 'POST', headers, body: text })
  expect(response.status).toBe(401)
  expect(await ready()).toMatchObject({ status: 'ready' })
})

it('after a jump the server is ready, and says that its clock is in doubt', async () => {
  const { clock, server, ready } = await open()
  clock.jumpWall(48 * HOUR)
  await pass(server, clock, 1_000)
  expect(await ready()).toMatchObject({ status: 'ready', clock: 'in doubt' })
})

/** A server with every provider, and a callback of one of them, signed so many milliseconds ago. */
async function openAll() {
  const clock = createManualClock()
  const { env, senders } = createSenders(() => clock.now())
  const lines: string[] = []
  const server = await startTestServer({ clock, env, log: (line) => lines.push(line) })
  const request = async (provider: Provider, ageMs: number) => {
    const { number: orderNumber, amountMinor } = await server.api.place()
    const sender = senders.find((one) => one.provider === provider)
    if (sender === undefined) throw new Error(`no sender for ${provider}`)
    return sender.request({ orderNumber, amountMinor, transactionId: `t-${orderNumber}` }, { shiftS: -ageMs / 1_000 })
  }
  return { clock, lines, server, request }
}

const readyAt = async (url: string) => (await (await fetch(`${url}/readyz`)).json()) as object

it('a notice that carries no checked time does not end the evidence of another provider', async () => {
  const { server, request } = await openAll()
  expect((await sendRaw(server.url, await request('wechatpay', 8 * HOUR))).status).toBe(401)
  expect((await sendRaw(server.url, await request('alipay', 8 * HOUR))).status).toBe(200)
  expect((await sendRaw(server.url, await request('standard-webhooks', 0))).status).toBe(204)
  expect(await readyAt(server.url)).toMatchObject({ status: 'unavailable', fault: 'clock' })
})

it.each(['wechatpay', 'stripe', 'standard-webhooks'] as const)(
  'an old callback of %s, sent again, is refused, counted and logged as a replay, and ends no readiness, also after a restart',
  async (provider) => {
    const { clock, lines, server, request } = await openAll()
    const older = await request(provider, 0)
    const newest = await request(provider, -1_000)
    for (const sent of [older, newest]) expect((await sendRaw(server.url, sent)).status).toBeLessThan(300)
    await pass(server, clock, 360_000, 30_000)
    const refused = [(await sendRaw(server.url, older)).status, (await sendRaw(server.url, newest)).status]
    expect(refused.every((status) => status >= 400)).toBe(true)
    expect(await readyAt(server.url)).toEqual({ status: 'ready' })
    const told = lines.map((text) => JSON.parse(text)).filter(({ code }) => code === 'timestamp_skew')
    expect(told).toMatchObject([
      { level: 40, replay: true },
      { level: 40, replay: true },
    ])
    const again = await server.restart()
    await sendRaw(again.url, newest)
    expect(await readyAt(again.url)).toEqual({ status: 'ready' })
  },
)
