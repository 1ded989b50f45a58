import { describe, expect, it } from 'vitest'
import type { Device, PairedDevice, PairingCodeGrant } from '../../../shared/api/devices.ts'
import type { Store } from '../../../shared/api/stores.ts'
import { CLOSE } from '../../../shared/protocol/close-codes.ts'
import { isWelcome } from '../../support/frames.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '../../support/test-server.ts'

/** A shop whose devices look after it, with two of them, and another shop with one. */
interface Street {
  server: TestServer
  front: PairedDevice
  kitchen: PairedDevice
  stranger: PairedDevice
}

async function openStreet(options: TestServerOptions = {}): Promise<Street> {
  const server = await startTestServer(options)
  const { api } = server
  const other = await api.call('POST', '/v1/stores', { as: api.operatorKey, body: { name: '别家' } })
  return {
    server,
    front: await api.pair(undefined, '前台'),
    kitchen: await api.pair(undefined, '后厨'),
    stranger: await api.pair((other.body as Store).id, '别家'),
  }
}

const setManaging = ({ api, storeId }: TestServer, devicesManage: boolean) =>
  api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body: { settings: { devicesManage } } })

/** Every change that a device may make of its shop. */
function changesOf({ server: { storeId }, kitchen }: Street): [method: string, path: string, body?: object][] {
  const week = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
  return [
    ['PATCH', `/v1/stores/${storeId}`, { name: '新店名' }],
    ['PATCH', `/v1/stores/${storeId}`, { settings: { acceptWithinMinutes: 5, hours: { week } } }],
    ['POST', `/v1/stores/${storeId}/pairing-codes`],
    ['PATCH', `/v1/devices/${kitchen.deviceId}`, { name: '凉菜' }],
    ['DELETE', `/v1/devices/${kitchen.deviceId}`],
  ]
}

describe('who may change the shop’s own things', () => {
  it('a device of the shop, where its operator lets it: the first shop does, another one does not', async () => {
    const street = await openStreet()
    const { api, storeId } = street.server
    const { body } = await api.call('GET', `/v1/stores/${storeId}`, { as: street.front.token })
    expect(body).toMatchObject({ settings: { devicesManage: true, acceptWithinMinutes: 10, hours: null } })
    for (const [method, path, body] of changesOf(street))
      expect((await api.call(method, path, { as: street.front.token, body })).status, `${method} ${path}`).toBeLessThan(
        300,
      )
    const strangersStore = `/v1/stores/${street.stranger.store.id}`
    expect(await api.call('GET', strangersStore, { as: street.stranger.token })).toMatchObject({
      body: { settings: { devicesManage: false } },
    })
    const refused = await api.call('PATCH', strangersStore, { as: street.stranger.token, body: { name: '我的' } })
    expect(refused).toMatchObject({ status: 403, body: { code: 'managed_by_operator' } })
  })

  it('none where the operator has taken it away; looking stays', async () => {
    const street = await openStreet()
    const { api, storeId } = street.server
    await setManaging(street.server, false)
    for (const [method, path, body] of changesOf(street))
      expect(await api.call(method, path, { as: street.front.token, body }), `${method} ${path}`).toMatchObject({
        status: 403,
        body: { code: 'managed_by_operator' },
      })
    for (const path of [`/v1/stores/${storeId}`, `/v1/stores/${storeId}/devices`])
      expect((await api.call('GET', path, { as: street.front.token })).status).toBe(200)
    const { body } = await api.call('GET', `/v1/stores/${storeId}`, { as: api.operatorKey })
    expect(body).toMatchObject({ name: '我的门店', settings: { acceptWithinMinutes: 10, hours: null } })
  })

  it('I12: another shop’s device finds neither the shop nor its devices, and the ordering system’s key may not', async () => {
    const street = await openStreet()
    const { api, storeId } = street.server
    await api.call('PATCH', `/v1/stores/${street.stranger.store.id}`, {
      as: api.operatorKey,
      body: { settings: { devicesManage: true } },
    })
    const looks: [string, string, object?][] = [
      ['GET', `/v1/stores/${storeId}`],
      ['GET', `/v1/stores/${storeId}/devices`],
    ]
    for (const [method, path, body] of [...changesOf(street), ...looks]) {
      const code = path.startsWith('/v1/devices') ? 'device_unknown' : 'store_unknown'
      expect(await api.call(method, path, { as: street.stranger.token, body }), `${method} ${path}`).toMatchObject({
        status: 404,
        body: { code },
      })
    }
    for (const [method, path, body] of changesOf(street))
      expect(await api.call(method, path, { as: api.orderingKey, body }), `${method} ${path}`).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      })
  })

  it('what is the operator’s stays the operator’s, the permission itself first of all', async () => {
    const street = await openStreet()
    const { api, storeId } = street.server
    for (const body of [
      { timezone: 'UTC' },
      { locale: 'en' },
      { settings: { devicesManage: false } },
      { settings: { reviveWithinMinutes: 0 } },
      { name: '新店名', settings: { escalation: [] } },
    ]) {
      const reply = await api.call('PATCH', `/v1/stores/${storeId}`, { as: street.front.token, body })
      expect(reply, JSON.stringify(body)).toMatchObject({ status: 403, body: { code: 'managed_by_operator' } })
    }
    const { body } = await api.call('GET', `/v1/stores/${storeId}`, { as: api.operatorKey })
    expect(body).toMatchObject({ name: '我的门店', timezone: 'Asia/Shanghai', settings: { devicesManage: true } })
  })

  it('a device may always rename and remove itself', async () => {
    const street = await openStreet()
    const { api } = street.server
    await setManaging(street.server, false)
    const path = `/v1/devices/${street.kitchen.deviceId}`
    const as = street.kitchen.token
    expect(await api.call('PATCH', path, { as, body: { name: '凉菜' } })).toMatchObject({ body: { name: '凉菜' } })
    expect((await api.call('DELETE', path, { as })).status).toBe(200)
    expect((await api.call('GET', '/v1/orders', { as })).status).toBe(401)
  })
})

describe('removed by another device', () => {
  it('I16: its socket closes at once and its token is refused, and nobody else notices', async () => {
    const street = await openStreet()
    const { api } = street.server
    const [shut, kept] = [
      await street.server.connect({ token: street.kitchen.token }),
      await street.server.connect({ token: street.front.token }),
    ]
    await Promise.all([shut.synced(), kept.synced()])
    await api.call('DELETE', `/v1/devices/${street.kitchen.deviceId}`, { as: street.front.token })
    expect((await shut.closed).code).toBe(CLOSE.revoked.code)
    expect((await api.call('GET', '/v1/orders', { as: street.kitchen.token })).status).toBe(401)
    const list = await api.call('GET', `/v1/stores/${street.server.storeId}/devices`, { as: street.front.token })
    const { devices } = list.body as { devices: Device[] }
    expect(devices.find(({ id }) => id === street.front.deviceId)).toMatchObject({ connected: true, revokedAt: null })
    expect(devices.find(({ id }) => id === street.kitchen.deviceId)).toMatchObject({ revokedAt: expect.any(Number) })
  })
})

describe('a new name of the shop', () => {
  it('given by a device reaches all its devices at once', async () => {
    const street = await openStreet()
    const { api, storeId } = street.server
    const kitchen = await street.server.connect({ token: street.kitchen.token })
    await kitchen.synced()
    await api.call('PATCH', `/v1/stores/${storeId}`, { as: street.front.token, body: { name: '二店' } })
    expect((await kitchen.closed).code).toBe(CLOSE.restart.code)
    const again = await street.server.connect({ token: street.kitchen.token })
    await again.synced()
    expect(again.frames.find(isWelcome)).toMatchObject({ store: { name: '二店' } })
  })
})

describe('a pairing code of a device', () => {
  it('pairs another one, and stands in no log', async () => {
    const lines: string[] = []
    const street = await openStreet({ log: (line) => lines.push(line), env: { PUBLIC_URL: 'http://192.0.2.7:8080' } })
    const { api, storeId } = street.server
    const as = street.front.token
    const grant = (await api.call('POST', `/v1/stores/${storeId}/pairing-codes`, { as })).body as PairingCodeGrant
    expect(grant.addresses).toEqual(['http://192.0.2.7:8080'])
    const body = { code: grant.code, name: '手机', platform: 'browser' }
    expect((await api.call('POST', '/v1/devices/pair', { body })).status).toBe(201)
    const log = lines.join('\n')
    expect(log).toContain('a pairing code was issued')
    expect(log).toContain(street.front.deviceId)
    for (const text of [grant.code, grant.code.replaceAll('-', ''), grant.code.slice(0, 9)])
      expect(log).not.toContain(text)
  })

  it('comes six times a minute for all devices of a shop together; the operator is not counted', async () => {
    const street = await openStreet({ clock: createManualClock() })
    const { api, storeId } = street.server
    const path = `/v1/stores/${storeId}/pairing-codes`
    for (let n = 0; n < 6; n++) {
      const { token } = n % 2 === 0 ? street.front : street.kitchen
      expect((await api.call('POST', path, { as: token })).status).toBe(201)
    }
    for (const { token } of [street.front, street.kitchen])
      expect(await api.call('POST', path, { as: token })).toMatchObject({
        status: 429,
        body: { code: 'rate_limited', retryMs: expect.any(Number) },
      })
    expect((await api.call('POST', path, { as: api.operatorKey })).status).toBe(201)
    const street2 = `/v1/stores/${street.stranger.store.id}/pairing-codes`
    await api.call('PATCH', `/v1/stores/${street.stranger.store.id}`, {
      as: api.operatorKey,
      body: { settings: { devicesManage: true } },
    })
    expect((await api.call('POST', street2, { as: street.stranger.token })).status).toBe(201)
  })
})
