import { expect, it } from 'vitest'
import { SOCKET_PATH } from '../../../shared/protocol/limits.ts'
import { connectDevice } from '../../support/test-device.ts'
import { startTestServer } from '../../support/test-server.ts'
import { WEBHOOK_PATH } from '../../support/webhook.ts'

const BELOW = { env: { PUBLIC_URL: 'https://example.com/bell/' } }

it.each(['', '/bell'])('a server below a path answers what a proxy passes on as “%s/…”', async (prefix) => {
  const { url, api } = await startTestServer(BELOW)
  const page = await fetch(`${url}${prefix}/`)
  // 503 where the console was not built.
  expect([200, 503]).toContain(page.status)
  expect(await (await fetch(`${url}${prefix}/healthz`)).json()).toEqual({ status: 'ok' })
  expect((await api.call('GET', `${prefix}/v1/orders?limit=1`, { as: api.operatorKey })).status).toBe(200)
  expect((await api.call('POST', `${prefix}${WEBHOOK_PATH}`, { raw: '{}' })).body).toMatchObject({
    code: 'signature_missing',
  })
  const { token } = await api.pair()
  const device = await connectDevice(url, { token, path: `${prefix}${SOCKET_PATH}` })
  await device.synced()
  device.close()
})

it('the path alone leads to the page, with its query; a path that only begins so is another one', async () => {
  const { url } = await startTestServer(BELOW)
  const bare = await fetch(`${url}/bell?pair=123`, { redirect: 'manual' })
  expect([bare.status, bare.headers.get('location')]).toEqual([308, '/bell/?pair=123'])
  expect((await fetch(`${url}/bells/healthz`)).status).toBe(404)
  expect((await fetch(`${url}/bell/bell/healthz`)).status).toBe(404)
  expect((await fetch(`${url}/bell`, { method: 'POST', redirect: 'manual' })).status).toBe(404)
})

it('a server at the root knows no path', async () => {
  const { url } = await startTestServer({ env: { PUBLIC_URL: 'https://example.com' } })
  expect((await fetch(`${url}/bell/healthz`)).status).toBe(404)
})
