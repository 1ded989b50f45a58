import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findOrders } from '../../../desktop/core/rest/device-api.ts'
import { hostFetch } from '../../../desktop/core/rest/fetch.ts'
import { createRestClient } from '../../../desktop/core/rest/rest-client.ts'
import { pair, pairLocally } from '../../../desktop/hosts/electron/pairing/pair.ts'
import { createPairingStore } from '../../../desktop/hosts/electron/pairing/pairing-store.ts'
import { createStateFile } from '../../../desktop/node/state-file.ts'
import { startPathProxy } from '../../support/path-proxy.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer } from '../../support/test-server.ts'
import { safeOf } from './support/turning-safe.ts'

const fetch = hostFetch(globalThis)
const NO_LOG = { info() {}, warn() {}, error() {} }

async function localKeys() {
  const server = await startTestServer()
  const { storeId, orderingKey, operatorKey } = server.api
  return { server, keys: { url: server.url, storeId, orderingKey, operatorKey, standardWebhooksSecret: '' } }
}

it('pairs by itself with the server of this machine, once', async () => {
  const { keys } = await localKeys()
  const first = await pairLocally(keys, undefined, '收银台', fetch)
  expect(first).toMatchObject({ ok: true, value: { server: keys.url, device: '收银台', store: { id: keys.storeId } } })
  if (first?.ok !== true) throw new Error('not paired')
  expect(await pairLocally(keys, first.value, '收银台', fetch)).toBeUndefined()
})

it('keeps its token when that server comes back on another port, and gets a new one for another store', async () => {
  const { keys, server } = await localKeys()
  const known = await server.api.pair()
  const elsewhere = { ...known, server: 'http://127.0.0.1:1', device: 'x' }
  expect(await pairLocally(keys, elsewhere, 'x', fetch)).toEqual({
    ok: true,
    value: { ...elsewhere, server: keys.url },
  })
  const stranger = { ...elsewhere, store: { ...known.store, id: 'st_other' } }
  const again = await pairLocally(keys, stranger, 'x', fetch)
  expect(again).toMatchObject({ ok: true, value: { store: { id: keys.storeId } } })
  expect(again?.ok === true && again.value.token).not.toBe(known.token)
})

it.each([
  ['javascript:alert(1)', 'server_invalid'],
  ['laidan.example', 'server_invalid'],
  ['', 'server_invalid'],
  ['http://127.0.0.1:1', 'unreachable'],
])('pairing with %j is refused as %s', async (server, code) => {
  expect(await pair({ server, code: '123456789', name: 'x' }, fetch)).toMatchObject({ ok: false, code })
})

it('a wrong code is refused with the server’s own word', async () => {
  const { server } = await localKeys()
  const refused = await pair({ server: `${server.url}/some/page`, code: '000000000', name: 'x' }, fetch)
  expect(refused).toMatchObject({ ok: false, code: 'pairing_code_invalid' })
})

it('keeps the path below which a server stands, without its last slash', async () => {
  const { server } = await localKeys()
  const origin = await startPathProxy([{ path: '/bell', server: server.url, strips: true }])
  const { code } = await server.running.issuePairingCode(server.storeId)
  const paired = await pair({ server: `${origin}/bell/`, code, name: 'x' }, fetch)
  expect(paired).toMatchObject({ ok: true, value: { server: `${origin}/bell` } })
})

it('reads this store’s orders with the device’s token, and names why not', async () => {
  const { server } = await localKeys()
  const { token } = await server.api.pair()
  const order = await server.api.placePaid()
  const rest = createRestClient({ server: server.url, token, fetch })
  const page = await findOrders(rest, { status: [2, 3], limit: 5, phone: undefined })
  expect(page).toMatchObject({ ok: true, value: { orders: [{ id: order.id }] } })
  const stranger = createRestClient({ server: server.url, token: 'x', fetch })
  expect(await findOrders(stranger, {})).toMatchObject({ code: 'unauthenticated' })
  await server.stop()
  expect(await findOrders(rest, {})).toEqual({ ok: false, code: 'unreachable' })
})

const PAIRING = {
  server: 'http://127.0.0.1:8080',
  deviceId: 'dev_1',
  device: '前台',
  store: { id: 'st_1', name: '店', locale: 'zh-CN', timezone: 'Asia/Shanghai' },
}

it('keeps the pairing over a restart, the token sealed; a keyring that is locked loses nothing', async () => {
  const { server } = await localKeys()
  const { store } = await server.api.pair()
  const pairing = { ...PAIRING, store, token: 'secret-token' }
  const path = join(tempDir(), 'pairing.json')
  const file = createStateFile(path)
  const state = { locked: false }
  const open = () => createPairingStore({ file, remove: () => rm(path), safe: safeOf(state), log: NO_LOG })
  await open().keep(pairing)
  expect(await file.read()).not.toContain('secret-token')
  expect(await open().load()).toEqual(pairing)
  state.locked = true
  expect(await open().load()).toBeUndefined()
  state.locked = false
  expect(await open().load()).toEqual(pairing)
  await open().forget()
  expect(await open().load()).toBeUndefined()
})

it('puts a pairing aside that does not parse: a device id becomes a file name', async () => {
  const file = createStateFile(join(tempDir(), 'pairing.json'))
  const evil = { ...PAIRING, deviceId: '../../etc/passwd', token: { plain: 'x' } }
  await file.write(JSON.stringify(evil))
  const store = createPairingStore({ file, remove: async () => {}, safe: safeOf({ locked: false }), log: NO_LOG })
  expect(await store.load()).toBeUndefined()
  expect(await file.read()).toBeNull()
})
