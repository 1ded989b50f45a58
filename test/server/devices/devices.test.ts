import { expect, it } from 'vitest'
import { CLOSE } from '../../../shared/protocol/close-codes.ts'
import { isReminder } from '../../support/frames.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const revoke = ({ api }: TestServer, id: string) => api.call('DELETE', `/v1/devices/${id}`, { as: api.operatorKey })

async function devices({ api, storeId }: TestServer): Promise<object> {
  return (await api.call('GET', `/v1/stores/${storeId}/devices`, { as: api.operatorKey })).body as object
}

it('the list tells which devices are connected', async () => {
  const server = await startTestServer()
  const [front, kitchen] = [await server.api.pair(undefined, '前台'), await server.api.pair(undefined, '后厨')]
  const device = await server.connect({ token: front.token })
  await device.synced()
  expect(await devices(server)).toMatchObject({
    devices: expect.arrayContaining([
      expect.objectContaining({ id: front.deviceId, connected: true }),
      expect.objectContaining({ id: kitchen.deviceId, connected: false }),
    ]),
  })
  device.close()
  await expect
    .poll(() => devices(server))
    .not.toMatchObject({ devices: expect.arrayContaining([expect.objectContaining({ connected: true })]) })
})

it('revoking shuts a device out at once: its socket with 4403, its token with 401', async () => {
  const server = await startTestServer()
  const [{ deviceId, token }, other] = [await server.api.pair(), await server.api.pair()]
  const [shut, kept] = [await server.connect({ token }), await server.connect({ token: other.token, autoAck: true })]
  await Promise.all([shut.synced(), kept.synced()])

  expect(await revoke(server, deviceId)).toMatchObject({
    status: 200,
    body: { id: deviceId, connected: false, revokedAt: expect.any(Number) },
  })
  expect(await shut.closed).toEqual({ code: CLOSE.revoked.code, reason: 'revoked' })
  expect(await server.api.call('GET', '/v1/orders', { as: token })).toMatchObject({ status: 401 })
  const again = await server.connect({ token })
  expect((await again.closed).code).toBe(CLOSE.revoked.code)

  await server.api.placePaid()
  await kept.until(isReminder)
  expect(shut.frames.filter(isReminder)).toEqual([])
})

it('revoking again changes nothing', async () => {
  const server = await startTestServer()
  const { deviceId } = await server.api.pair()
  const first = await revoke(server, deviceId)
  expect((await revoke(server, deviceId)).body).toEqual(first.body)
})

it('a device that connects again takes the place of its older connection', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const older = await server.connect({ token })
  await older.synced()
  const newer = await server.connect({ token })
  await newer.synced()
  expect((await older.closed).code).toBe(CLOSE.replaced.code)
  expect(await devices(server)).toMatchObject({ devices: [{ connected: true }] })
})
