import { expect, it } from 'vitest'
import { startTestServer, type TestServerOptions } from '../../support/test-server.ts'

/** Five calls a minute. */
const start = (env: TestServerOptions['env'] = {}) =>
  startTestServer({ env, limits: { callsPerMinute: 5, pairingsPerMinute: 1_000 } })

const limited = { status: 429, body: { code: 'rate_limited', retryMs: 60_000 } }

it('a device may ask so often a minute, and no other pays for it', async () => {
  const { api, running, storeId } = await start()
  const { token } = await api.pair()
  const { body } = await api.call('POST', `/v1/stores/${storeId}/pairing-codes`, { as: api.operatorKey })
  const { code } = body as { code: string }
  for (let i = 0; i < 5; i++) expect(await api.call('GET', '/v1/orders', { as: token })).toMatchObject({ status: 200 })
  const reply = await api.call('GET', '/v1/orders', { as: token })
  expect(reply).toMatchObject(limited)
  expect(reply.headers.get('retry-after')).toBe('60')
  const other = await api.call('POST', '/v1/devices/pair', { body: { code, name: '后厨', platform: 'test' } })
  const { token: fresh } = other.body as { token: string }
  expect(await api.call('GET', '/v1/orders', { as: fresh })).toMatchObject({ status: 200 })
  expect(running.connections()).toBe(0)
})

it('the operator’s own systems are not counted, nor are callbacks', async () => {
  const { api } = await start()
  for (let i = 0; i < 12; i++) {
    expect(await api.call('GET', '/v1/orders', { as: api.orderingKey })).toMatchObject({ status: 200 })
    expect(await api.call('GET', '/v1/stores', { as: api.operatorKey })).toMatchObject({ status: 200 })
    expect(await api.notify({ orderNumber: 'nobody', amountMinor: 1 })).toMatchObject({ status: 204 })
    expect(await api.call('GET', '/healthz')).toMatchObject({ status: 200 })
  }
})

it('whoever tries keys is counted by address, whatever the keys and the headers say', async () => {
  const { api } = await start()
  const statuses: number[] = []
  for (let i = 0; i < 8; i++) {
    const headers = { 'x-forwarded-for': `10.0.0.${i}`, forwarded: `for=10.0.0.${i}`, 'x-real-ip': `10.0.0.${i}` }
    statuses.push((await api.call('GET', '/v1/orders', { as: `ldo_${i}`, headers })).status)
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
  expect(await api.call('GET', '/v1/orders', { as: api.operatorKey })).toMatchObject({ status: 200 })
})

it('behind a proxy that is trusted, addresses are the callers’ own, and cannot be made up', async () => {
  const { api } = await start({ TRUST_PROXY: '1' })
  const from = (address: string) => api.call('GET', '/v1/orders', { headers: { 'x-forwarded-for': address } })
  for (let i = 0; i < 5; i++) expect((await from(`6.6.6.${i}, 10.0.0.1`)).status).toBe(401)
  expect((await from('6.6.6.6, 10.0.0.1')).status).toBe(429)
  expect((await from('10.0.0.2')).status).toBe(401)
  // Every address of one customer's IPv6 network is one caller.
  for (let i = 0; i < 5; i++) expect((await from(`2001:db8:0:${i}::1`)).status).toBe(401)
  expect((await from('2001:db8:0:9::1')).status).toBe(429)
  for (const garbage of ['', 'x', '__proto__', '999.9.9.9', 'x'.repeat(5_000)])
    expect((await from(garbage)).status).toBe(401)
})
