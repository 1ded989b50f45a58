import { expect, it } from 'vitest'
import { createFakeProvider } from '../../support/fake-provider.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

async function metrics({ api }: TestServer): Promise<string> {
  const reply = await api.call('GET', '/metrics', { as: api.operatorKey })
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  return reply.body as string
}

/** The value of a sample, by name and labels as they are written, but for the one that says: of the database. */
const sample = (text: string, name: string) =>
  text
    .replaceAll(/,?scope="database"/g, '')
    .replaceAll('{}', '')
    .split('\n')
    .find((line) => line.startsWith(`${name} `))
    ?.split(' ')[1]

it('the metrics are for the operator alone', async () => {
  const { api } = await startTestServer()
  const { token } = await api.pair()
  expect(await api.call('GET', '/metrics')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  for (const as of [api.orderingKey, token])
    expect(await api.call('GET', '/metrics', { as })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect(await api.call('GET', '/metrics', { as: 'ldo_nobody' })).toMatchObject({ status: 401 })
})

it('the metrics count requests, connections, what waits for a human', async () => {
  const fake = createFakeProvider('standard-webhooks')
  fake.behave = () => 'pends'
  const server = await startTestServer({ clients: [fake] })
  const { api } = server
  const { token } = await api.pair()
  await (await server.connect({ token })).synced()
  await api.placePaid()
  await api.move(token, (await api.placePaid()).id, 'reject', '卖完了')
  await api.notify({ orderNumber: 'nobody', amountMinor: 1 })
  await api.call('GET', '/v1/orders/999', { as: api.operatorKey })
  const text = await metrics(server)
  expect(sample(text, 'laidan_connections')).toBe('1')
  expect(sample(text, 'laidan_reminders_open{state="open"}')).toBe('1')
  expect(sample(text, 'laidan_payments_waiting{state="review"}')).toBe('1')
  expect(sample(text, 'laidan_payments_waiting{state="refunding"}')).toBe('1')
  expect(sample(text, 'laidan_payments_waiting_minor{state="refunding",currency="CNY"}')).toBe('3850')
  expect(Number(sample(text, 'laidan_payments_waiting_since_seconds{state="review"}'))).toBeGreaterThan(1_700_000_000)
  expect(sample(text, 'laidan_http_requests_total{method="GET",route="/v1/orders/:id",status="404"}')).toBe('1')
  expect(sample(text, 'laidan_http_requests_total{method="POST",route="/notify/standard-webhooks",status="204"}')).toBe(
    '3',
  )
})

it('the labels are routes, so that nobody can grow them or read in them', async () => {
  const server = await startTestServer()
  const { api } = server
  const order = await api.placePaid({ customer: { phone: '13800138000' } })
  const knock = async (i: number) => {
    await api.call('GET', `/v1/orders/${i}${order.id}?phone=13800138000`, { as: api.operatorKey })
    await api.call('POST', `/nowhere/${i}/13800138000`)
    await api.call('POST', `/notify/provider-${i}`)
  }
  await knock(1)
  await metrics(server)
  const ofRequests = (text: string) => text.split('\n').filter((line) => line.startsWith('laidan_http_'))
  const before = ofRequests(await metrics(server)).length
  for (let i = 2; i < 30; i++) await knock(i)
  const text = await metrics(server)
  expect(ofRequests(text)).toHaveLength(before)
  // But for the stores that have waited longest for an answer, of which so many are named and no more.
  const rest = text.replaceAll(/^laidan_reminder_oldest_since_seconds\{.*$/gm, '')
  for (const hidden of [
    '13800138000',
    'provider-',
    'nowhere',
    order.number,
    api.operatorKey,
    api.orderingKey,
    server.storeId,
  ])
    expect(rest, hidden).not.toContain(hidden)
})
