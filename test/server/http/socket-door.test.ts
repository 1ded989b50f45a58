import { expect, it } from 'vitest'
import { connectDevice } from '../../support/test-device.ts'
import { startTestServer } from '../../support/test-server.ts'
import { bearer } from './doors.ts'
import { sendRaw } from './raw-request.ts'

it('there is a socket at one path only', async () => {
  const server = await startTestServer({ env: { LEGACY_WS: 'off' } })
  const { token } = await server.api.pair()
  for (const path of [
    '/',
    '/v1',
    '/v1/socket/',
    '/v1/sockets',
    '/V1/SOCKET',

    '/v1/orders',
    `/ws/${token}`,
    '/%00',
  ])
    await expect(server.connect({ token, path }), path).rejects.toThrow('404')
  for (const path of ['/v1/socket', '/v1/socket?x=1', '/v1/socket?'])
    await expect(
      server.connect({ token, path }).then((device) => device.synced()),
      path,
    ).resolves.toBeUndefined()
})

it('a page of another site may not open a socket', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const { host, port } = new URL(server.url)
  const foreign = [
    ...['http://evil.example', `http://127.0.0.1:${Number(port) + 1}`, 'http://127.0.0.1', `http://localhost:${port}`],
    ...[`http://${host}.evil.example`, `http://evil.example/${host}`, `http://${host}@evil.example`, `${host}`, '//'],
    ...[
      'null',
      'file://',
      'undefined',
      '',
      'about:blank',
      'data:text/html,x',
      'javascript:0',
      'http://[',
      '*',
      'x'.repeat(5_000),
    ],
  ]
  for (const origin of foreign)
    await expect(server.connect({ token, headers: { origin } }), origin.slice(0, 60)).rejects.toThrow('403')
  for (const origin of [`http://${host}`, `https://${host}`])
    await expect(
      server.connect({ token, headers: { origin } }).then((device) => device.synced()),
    ).resolves.toBeUndefined()
})

it('a page of a site on the list may open a socket, and no other', async () => {
  const server = await startTestServer({ env: { ALLOWED_ORIGINS: ' https://shop.example ,http://10.0.0.5:3000' } })
  const { token } = await server.api.pair()
  for (const origin of ['https://shop.example', 'http://10.0.0.5:3000', server.url])
    await expect(
      server.connect({ token, headers: { origin } }).then((device) => device.synced()),
    ).resolves.toBeUndefined()
  for (const origin of [
    'http://shop.example',
    'https://shop.example:8443',
    'https://a.shop.example',
    'http://10.0.0.5',
    '*',
  ])
    await expect(server.connect({ token, headers: { origin } }), origin).rejects.toThrow('403')
})

it('no more devices than MAX_CONNECTIONS are connected at once', async () => {
  const server = await startTestServer({ env: { MAX_CONNECTIONS: '2' } })
  const [first, second, third] = [await server.api.pair(), await server.api.pair(), await server.api.pair()]
  const leaving = await server.connect({ token: first.token })
  const device = await server.connect({ token: second.token })
  await Promise.all([leaving.synced(), device.synced()])
  const { token } = third
  await expect(server.connect({ token })).rejects.toThrow('503')
  expect((await server.api.call('GET', '/healthz')).status).toBe(200)
  leaving.close()
  await expect
    .poll(() =>
      connectDevice(server.url, { token })
        .then((next) => next.synced())
        .catch(String),
    )
    .toBeUndefined()
})

it('a request that offers another protocol than WebSocket is an ordinary request', async () => {
  const server = await startTestServer()
  const { api, storeId } = server
  const offer = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAEAAEAAAAIAAAAB' }
  const body = JSON.stringify({ storeId, items: [{ name: '宫保鸡丁', quantity: 1 }], amountMinor: 1 })
  const headers = { ...offer, ...bearer(api.orderingKey), 'content-type': 'application/json' }
  const placed = await sendRaw(server.url, { method: 'POST', path: '/v1/orders', headers, body })
  expect({ status: placed.status, order: JSON.parse(placed.text) }).toMatchObject({
    status: 201,
    order: { amountMinor: 1 },
  })
  expect((await sendRaw(server.url, { method: 'GET', path: '/healthz', headers: offer })).status).toBe(200)
  expect((await sendRaw(server.url, { method: 'GET', path: '/v1/socket', headers: offer })).status).toBe(404)
})
