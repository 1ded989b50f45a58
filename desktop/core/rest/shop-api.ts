import * as z from 'zod'
import {
  type Device,
  deviceSchema,
  type PairingCodeGrant,
  pairingCodeGrantSchema,
  readDeviceListSchema,
} from '../../../shared/api/devices.ts'
import { changeStoreSchema, readStoreSchema, type Store } from '../../../shared/api/stores.ts'
import { changeIntakeSchema, type ReadStoreIntake, readStoreIntakeSchema } from '../../../shared/intake.ts'
import type { RestClient, RestResult } from './rest-client.ts'

const deviceId = z.string().min(1).max(64)

/**
 * A call about the shop's own things. read: its settings and devices. change: its name, limit or hours. invite: a code for
 * another device. rename, remove: of one of its devices. intake: whether it takes orders.
 */
export const shopCallSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('read') }),
  z.object({ do: z.literal('change'), change: changeStoreSchema }),
  z.object({ do: z.literal('invite') }),
  z.object({ do: z.literal('rename'), deviceId, name: z.string().max(200) }),
  z.object({ do: z.literal('remove'), deviceId }),
  z.object({ do: z.literal('intake'), change: changeIntakeSchema }),
])
export type ShopCall = z.output<typeof shopCallSchema>

/** The shop's settings and its devices, as one of them sees them. */
export interface ShopThings {
  store: Store
  devices: readonly Device[]
  /** The id of the device that asked. */
  self: string
}

interface ShopReplies {
  read: ShopThings
  change: Store
  invite: PairingCodeGrant
  rename: Device
  remove: Device
  intake: ReadStoreIntake
}
/** The reply to a call. */
export type ShopReply<Call extends ShopCall = ShopCall> = ShopReplies[Call['do']]

/** The device that calls, and its store. */
interface Own {
  deviceId: string
  store: { id: string }
}

/** Makes a call about the device's own shop. Never rejects. */
export async function callShop<Call extends ShopCall>(
  rest: RestClient,
  own: Own,
  call: Call,
): Promise<RestResult<ShopReply<Call>>> {
  return (await run(rest, own, call)) as RestResult<ShopReply<Call>>
}

async function run(rest: RestClient, own: Own, call: ShopCall): Promise<RestResult<ShopReply>> {
  const store = `/v1/stores/${encodeURIComponent(own.store.id)}`
  if (call.do === 'read') return await read(rest, store, own.deviceId)
  if (call.do === 'change') return await rest.patch(store, readStoreSchema, call.change)
  if (call.do === 'intake') return await rest.patch(`${store}/intake`, readStoreIntakeSchema, call.change)
  if (call.do === 'invite') return await rest.post(`${store}/pairing-codes`, pairingCodeGrantSchema, {})
  const device = `/v1/devices/${encodeURIComponent(call.deviceId)}`
  if (call.do === 'rename') return await rest.patch(device, deviceSchema, { name: call.name })
  return await rest.delete(device, deviceSchema)
}

async function read(rest: RestClient, path: string, self: string): Promise<RestResult<ShopThings>> {
  const [store, list] = await Promise.all([
    rest.get(path, readStoreSchema),
    rest.get(`${path}/devices`, readDeviceListSchema),
  ])
  if (!store.ok) return store
  if (!list.ok) return list
  return { ok: true, value: { store: store.value, devices: list.value.devices, self } }
}
