import { call, type Reply } from './caller.ts'
import type { ServerChild } from './server-child.ts'

export interface Shop {
  storeId: string
  devices: { deviceId: string; token: string }[]
}

export interface OpenedShops {
  shops: Shop[]
  orderingKey: string
}

/** Opens a store for each number, with so many devices, on a server that is then stopped in good order. */
export async function openShops(server: ServerChild, devicesPerStore: readonly number[]): Promise<OpenedShops> {
  const opened = await openShopsOn(server, devicesPerStore)
  await server.stop()
  return opened
}

/** The same, and the server goes on. */
export async function openShopsOn(server: ServerChild, devicesPerStore: readonly number[]): Promise<OpenedShops> {
  const { url, firstKeys } = await server.ready()
  if (firstKeys === null) throw new Error('the database is not a new one')
  const { orderingKey, operatorKey: as } = firstKeys
  const made = async <T>(reply: Promise<Reply>): Promise<T> => {
    const { status, body } = await reply
    if (status !== 201) throw new Error(`HTTP ${status}: ${JSON.stringify(body)}`)
    return body as T
  }
  const shops: Shop[] = []
  for (const count of devicesPerStore) {
    const { id: storeId } = await made<{ id: string }>(call(url, '/v1/stores', { as, body: { name: '门店' } }))
    const devices: Shop['devices'] = []
    for (let i = 0; i < count; i++) {
      const grant = await made<{ code: string }>(call(url, `/v1/stores/${storeId}/pairing-codes`, { as }))
      const body = { code: grant.code, name: `设备${i}`, platform: 'test' }
      devices.push(await made<{ deviceId: string; token: string }>(call(url, '/v1/devices/pair', { body })))
    }
    shops.push({ storeId, devices: devices.map(({ deviceId, token }) => ({ deviceId, token })) })
  }
  return { shops, orderingKey }
}
