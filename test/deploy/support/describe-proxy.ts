import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../../../server/http/routing/limits.ts'
import { isHeartbeat, isReminder } from '../../support/frames.ts'
import { signed } from '../../support/test-api.ts'
import { connectDevice, type TestDevice } from '../../support/test-device.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { httpsCall } from './https-call.ts'
import { type Certificate, makeCertificate, type ReverseProxy, type startNginx } from './proxy.ts'

async function behind(
  start: typeof startNginx,
): Promise<{ server: TestServer; proxy: ReverseProxy; certificate: Certificate }> {
  const certificate = makeCertificate()
  const server = await startTestServer({
    env: { TRUST_PROXY: '1' },
    limits: { ...DEFAULT_LIMITS, pairingsPerMinute: 5 },
  })
  const proxy = await start(server.url, certificate)
  return { server, proxy, certificate }
}

/** Pays as a payment provider does, through the proxy: a signature over bytes that nobody may touch. */
async function pay(server: TestServer, proxy: ReverseProxy, ca: string): Promise<{ id: number }> {
  const order = await server.api.place({ remark: '不要香菜' })
  const data = { transactionId: randomUUID(), orderNumber: order.number, amountMinor: order.amountMinor }
  const event = { type: 'payment.succeeded', timestamp: new Date().toISOString() }
  const body = `${JSON.stringify({ ...event, data: { ...data, currency: 'CNY', paidAt: Date.now() } }, null, 3)}  \r\n`
  const headers = { 'content-type': 'application/json', ...signed(server.running, body) }
  const reply = await httpsCall({ ...proxy, path: '/notify/standard-webhooks', method: 'POST', headers, body, ca })
  expect(reply).toEqual({ status: 204, body: '' })
  return order
}

async function ring(device: TestDevice, order: { id: number }): Promise<void> {
  await device.until((frame) => isReminder(frame) && frame.orderId === order.id)
}

/** What every reverse proxy in front of the server must do; `start` starts one from its sample in deploy/. */
export function describeProxy(name: string, program: string, start: typeof startNginx): void {
  const there = [program, 'openssl'].every((needed) => spawnSync(needed, ['version']).error === undefined)
  describe.skipIf(!there)(
    `the sample for ${name}, with TLS, before a real server (needs ${program} and openssl)`,
    () => {
      it('a device stays connected through it beyond a heartbeat, and rings before and after', async () => {
        const { server, proxy, certificate } = await behind(start)
        const { token } = await server.api.pair()
        const device = await connectDevice(proxy.url, { token, autoAck: true, ca: certificate.pem })
        await device.synced()
        await ring(device, await pay(server, proxy, certificate.pem))
        // Real time: a heartbeat comes after twenty seconds of nothing.
        await device.until(isHeartbeat)
        await ring(device, await pay(server, proxy, certificate.pem))
        await server.stop()
        expect(await device.closed).toMatchObject({ code: 1012 })
        expect(proxy.errors()).not.toMatch(/\[(crit|emerg)\]/)
      })

      it('hands the console out, and takes a page of its own for one: by the Host it passes on', async () => {
        const { server, proxy, certificate } = await behind(start)
        const { token } = await server.api.pair()
        const own = { ca: certificate.pem, token, headers: { origin: proxy.url } }
        const page = await connectDevice(proxy.url, own)
        await page.synced()
        page.close()
        const foreign = { ...own, headers: { origin: 'https://elsewhere.example' } }
        await expect(connectDevice(proxy.url, foreign)).rejects.toThrow('403')
        const ready = await httpsCall({ ...proxy, path: '/readyz', ca: certificate.pem })
        expect(ready).toEqual({ status: 200, body: '{"status":"ready"}' })
      })

      it('an address that a caller makes up does not buy it more tries', async () => {
        const { proxy, certificate } = await behind(start)
        const statuses: number[] = []
        for (let n = 1; n <= 7; n++) {
          const headers = { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${n}` }
          const body = JSON.stringify({ code: '000-000-000', name: 'x', platform: 'x' })
          const call = { ...proxy, path: '/v1/devices/pair', method: 'POST', headers, body, ca: certificate.pem }
          statuses.push((await httpsCall(call)).status)
        }
        expect(statuses.slice(5)).toEqual([429, 429])
        expect(statuses.slice(0, 5)).not.toContain(429)
      })

      it('what is too large for the server is refused in the server’s own words', async () => {
        const { server, proxy, certificate } = await behind(start)
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${server.api.orderingKey}` }
        const body = JSON.stringify({ remark: 'x'.repeat(300 * 1024) })
        const call = { ...proxy, path: '/v1/orders', method: 'POST', headers, body, ca: certificate.pem }
        const reply = await httpsCall(call)
        expect(reply.status).toBe(413)
        expect(JSON.parse(reply.body)).toMatchObject({ status: 413, code: expect.any(String) })
      })
    },
  )
}
